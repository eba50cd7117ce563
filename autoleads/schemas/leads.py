"""Leads, as the team works with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    MISSING,
    AfterValidator,
    AliasPath,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from autoleads.errors import invalid
from autoleads.models import LeadEvent, User
from autoleads.models.car import CarStatus
from autoleads.models.lead import LeadSource, LeadStatus
from autoleads.schemas.base import (
    MAX_ID,
    Id,
    Line,
    Moment,
    PageQuery,
    Phone,
    Repeated,
    RequestBody,
    ResponseModel,
    ResponseShape,
    Text,
)
from autoleads.schemas.cars import AnyCase, Day
from autoleads.schemas.enquiries import Channel
from autoleads.services.leads import USER_FIELDS, LeadChanges, LeadSearch, NewLead, Sort

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _of_our_time(value: datetime) -> datetime:
    if not FIRST <= value < LAST:
        raise ValueError("must be a time of this century")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


Written = Annotated[Text, AfterValidator(_not_blank)]
"""Text of several lines that says something."""
When = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
"""A moment that people plan for."""
Assignee = Annotated[
    Id | None,
    BeforeValidator(
        lambda value: None if isinstance(value, str) and value.lower() == "none" else value
    ),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_ID}, {"const": "none"}]}
    ),
]
"""A user's id, or the word `none` for nobody."""


class LeadQuery(PageQuery):
    """Which leads, in which order, which part of them."""

    q: Annotated[Text, Field(max_length=200)] = ""
    """Every word must be part of the customer's name or phone number."""
    status: Repeated[Annotated[LeadStatus, AnyCase]] = Field(default_factory=list)
    source: Repeated[Annotated[LeadSource, AnyCase]] = Field(default_factory=list)
    assigned_to: Repeated[Assignee] = Field(default_factory=list)
    car_id: Repeated[Id] = Field(default_factory=list)
    channel: Repeated[Channel] = Field(default_factory=list)
    created_from: Day | None = Field(None, alias="from")
    """First day of creation, in the dealer's time zone."""
    created_to: Day | None = Field(None, alias="to")
    """Last day of creation."""
    overdue: bool = False
    """Only open leads with a past `followUpAt`."""
    sort: Sort = "-lastMessageAt"

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> LeadQuery:
        if self.created_from and self.created_to and self.created_to < self.created_from:
            raise invalid("to", "is before from")
        return self

    def search(self) -> LeadSearch:
        """The same, as the services take it."""
        given = self.model_dump(exclude={"page", "limit"})
        fields: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in given.items()
        }
        return LeadSearch(**fields)


class LeadIn(RequestBody):
    customer_name: Line
    customer_phone: Phone
    source: Annotated[LeadSource, AnyCase] = "other"
    channel: Channel | None = None
    car_ids: Annotated[list[Id], Field(max_length=50)] = Field(default_factory=list)
    assigned_to: Id | None = None
    """Left out: a salesperson's own, else by turn if the tenant hands leads out by turn."""

    def to_new_lead(self) -> NewLead:
        """Return the lead for the service."""
        return NewLead(
            customer_name=self.customer_name,
            customer_phone=self.customer_phone,
            source=self.source,
            channel=self.channel,
            car_ids=self.car_ids,
            assigned_to=self.assigned_to,
        )


class LeadPatch(RequestBody):
    """Changes of a lead: a field left out stays as it is, null clears it."""

    status: Annotated[LeadStatus, AnyCase] | MISSING = MISSING
    lost_reason: Written | MISSING | None = MISSING
    """Needed for `lost`."""
    follow_up_at: When | MISSING | None = MISSING
    customer_name: Line | MISSING | None = MISSING

    def to_changes(self) -> LeadChanges:
        """Return the changes for the service."""
        return LeadChanges(
            status=self.status,
            lost_reason=self.lost_reason,
            follow_up_at=self.follow_up_at,
            customer_name=self.customer_name,
        )


class AssignIn(RequestBody):
    user_id: Id | None
    """null: nobody."""


class NoteIn(RequestBody):
    text: Written


class Colleague(ResponseModel):
    id: int
    name: str


class AskedCarOut(ResponseModel):
    """A car that was asked about."""

    id: int
    display_code: str
    public_name: str
    status: CarStatus


class LeadCarOut(AskedCarOut):
    id: int = Field(validation_alias=AliasPath("car", "id"))
    display_code: str = Field(validation_alias=AliasPath("car", "display_code"))
    public_name: str = Field(validation_alias=AliasPath("car", "public_name"))
    status: CarStatus = Field(validation_alias=AliasPath("car", "status"))


class LeadOut(ResponseModel):
    id: int
    customer_name: str | None = Field(validation_alias=AliasPath("contact", "name"))
    customer_phone: str | None = Field(validation_alias=AliasPath("contact", "phone"))
    """null while WhatsApp keeps the number to itself."""
    status: LeadStatus
    source: LeadSource
    channel: str | None
    cars: list[LeadCarOut] = Field(validation_alias="lead_cars")
    """In the order in which they were asked about."""
    assigned_to: Colleague | None = Field(validation_alias="assignee")
    waiting_since: Moment | None
    """The oldest customer message that no person has answered yet."""
    first_response_at: Moment | None
    follow_up_at: Moment | None
    lost_reason: str | None
    last_message_at: Moment | None
    opted_out: Annotated[bool, BeforeValidator(lambda since: since is not None)] = Field(
        validation_alias=AliasPath("contact", "opted_out_at")
    )
    created_at: Moment
    updated_at: Moment
    closed_at: Moment | None


class QueueOut(ResponseModel):
    queued: int
    oldest_seconds: int | None


class LeadStatsOut(ResponseModel):
    total: int
    open: int
    unassigned: int
    """Open, and nobody's."""
    waiting: int
    overdue: int
    by_status: dict[LeadStatus, int]
    by_source: dict[LeadSource, int]
    by_channel: dict[str, int]
    median_first_response_seconds: int | None
    queue: QueueOut


class TimelineEntryOut(ResponseShape):
    """What happened, when, by whom; further fields depend on `type`."""

    model_config = ConfigDict(extra="allow")

    at: Moment
    type: str
    """`opened`, `status`, `lost_reason`, `assigned`, `follow_up`, `renamed`, `answered`, `note`."""
    by: Colleague | None
    """null: it happened by itself."""

    @classmethod
    def render(cls, event: LeadEvent, people: Mapping[int, User]) -> dict[str, Any]:
        """Return the JSON object of an entry.

        `people` has the users that the entry names, by id; one who was deleted is shown as null.
        """
        named = {
            part: people.get(event.data.get(part, 0)) for part in USER_FIELDS.get(event.type, ())
        }
        shown = {part: Colleague.render(user) if user else None for part, user in named.items()}
        entry = {"at": event.created_at, "type": event.type, "by": event.user}
        return cls.model_validate({**event.data, **shown, **entry}).to_json()
