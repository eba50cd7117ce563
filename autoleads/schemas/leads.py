"""Leads, as the team sees and changes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    MISSING,
    AfterValidator,
    AliasPath,
    BeforeValidator,
    Field,
    WithJsonSchema,
    model_validator,
)

from autoleads.errors import invalid
from autoleads.models.car import CarStatus
from autoleads.models.lead import LeadSource, LeadStatus, WaitingKind
from autoleads.schemas.base import (
    MAX_ID,
    AnyCase,
    Day,
    Id,
    IsoMoment,
    Line,
    Moment,
    PageQuery,
    Phone,
    Repeated,
    RequestBody,
    ResponseModel,
    Text,
    wrong,
)
from autoleads.schemas.enquiries import Channel
from autoleads.services.leads import LeadChanges, LeadSearch, NewLead, Sort
from autoleads.text.chat import NoSale

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _in_this_century(value: datetime) -> datetime:
    if not EARLIEST <= value < LATEST:
        raise wrong("not_this_century")
    return value


def _not_blank(value: str) -> str:
    text = value.strip()
    if not text:
        raise wrong("empty")
    return text


def _none_word(value: object) -> object:
    if isinstance(value, str) and value.lower() == "none":
        return None
    return value


Written = Annotated[Text, AfterValidator(_not_blank)]
"""Text of several lines that is not blank."""
When = Annotated[IsoMoment, AfterValidator(_in_this_century)]
"""A time that people plan for."""
Assignee = Annotated[
    Id | None,
    BeforeValidator(_none_word),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_ID}, {"const": "none"}]}
    ),
]
"""A user's id, or the word `none` for unassigned leads."""


class LeadQuery(PageQuery):
    """A search for leads: filters, order and page."""

    q: Annotated[Text, Field(max_length=200)] = ""
    """Every word must begin or end one of the customer's name or number, or be a car's code."""
    status: Repeated[Annotated[LeadStatus, AnyCase]] = Field(default_factory=list)
    source: Repeated[Annotated[LeadSource, AnyCase]] = Field(default_factory=list)
    assigned_to: Repeated[Assignee] = Field(default_factory=list)
    car_id: Repeated[Id] = Field(default_factory=list)
    channel: Repeated[Channel] = Field(default_factory=list)
    created_from: Day | None = Field(None, alias="from")
    """First day of creation, in the tenant's time zone."""
    created_to: Day | None = Field(None, alias="to")
    """Last day of creation."""
    overdue: bool = False
    """Only open leads with a past `followUpAt`."""
    sort: Sort = "-lastMessageAt"

    @model_validator(mode="after")
    def check_period(self) -> LeadQuery:
        if self.created_from and self.created_to and self.created_to < self.created_from:
            raise invalid("to", "before_from")
        return self

    def to_search(self) -> LeadSearch:
        """Return the search for the service."""
        return LeadSearch(
            q=self.q,
            status=tuple(self.status),
            source=tuple(self.source),
            assigned_to=tuple(self.assigned_to),
            car_id=tuple(self.car_id),
            channel=tuple(self.channel),
            created_from=self.created_from,
            created_to=self.created_to,
            overdue=self.overdue,
            sort=self.sort,
        )


class LeadIn(RequestBody):
    """A lead that the team enters."""

    customer_name: Line
    customer_phone: Phone
    source: Annotated[LeadSource, AnyCase] = "other"
    channel: Channel | None = None
    car_ids: Annotated[list[Id], Field(max_length=50)] = Field(default_factory=list)
    assigned_to: Id | None = None
    """Left out: the salesperson who enters it, else automatic assignment."""

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
    """The user to assign a lead to."""

    user_id: Id | None
    """null: unassigned."""


class Colleague(ResponseModel):
    """A user of the team."""

    id: int
    name: str


class AskedCarOut(ResponseModel):
    """A car that was asked about."""

    id: int
    display_code: str
    public_name: str
    status: CarStatus


class LeadCarOut(AskedCarOut):
    """A car that a lead asked about, filled from the link between the two."""

    id: int = Field(validation_alias=AliasPath("car", "id"))
    display_code: str = Field(validation_alias=AliasPath("car", "display_code"))
    public_name: str = Field(validation_alias=AliasPath("car", "public_name"))
    status: CarStatus = Field(validation_alias=AliasPath("car", "status"))


class LeadOut(ResponseModel):
    """A lead."""

    id: int
    customer_name: str | None = Field(validation_alias=AliasPath("contact", "name"))
    customer_phone: str | None = Field(validation_alias=AliasPath("contact", "phone"))
    """null where WhatsApp does not tell the number."""
    status: LeadStatus
    source: LeadSource
    channel: str | None
    cars: list[LeadCarOut] = Field(validation_alias="lead_cars")
    """In the order in which they were asked about."""
    assigned_to: Colleague | None = Field(validation_alias="assignee")
    waiting_since: Moment | None
    """The time of the oldest customer message that no person has replied to."""
    waiting_kind: WaitingKind | None = Field(validation_alias="shown_waiting_kind")
    """`courtesy`: they only said thanks after a reply. null while nobody waits."""
    needs_person: NoSale | None
    """Why the auto-replies have handed the lead over; null again once a person answers."""
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
    """Messages that wait to be delivered, and for how long the oldest has."""

    queued: int
    oldest_seconds: int | None


class LeadStatsOut(ResponseModel):
    """Figures about leads."""

    total: int
    open: int
    unassigned: int
    """Open and assigned to no user."""
    waiting: int
    needs_person: int
    """Handed over to a person, who has not answered yet."""
    overdue: int
    by_status: dict[LeadStatus, int]
    by_source: dict[LeadSource, int]
    by_channel: dict[str, int]
    median_first_response_seconds: int | None
    queue: QueueOut
