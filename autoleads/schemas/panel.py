"""Forms and queries that only the panel has."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from autoleads.models.car import CAR_STATUSES, CarStatus
from autoleads.models.lead import LeadSource, LeadStatus
from autoleads.schemas.addresses import Domain
from autoleads.schemas.base import Id, Line, PageQuery, Phone, Query, RequestBody, Text
from autoleads.schemas.car_queries import SearchText
from autoleads.schemas.enquiries import Channel
from autoleads.schemas.leads import Written
from autoleads.services.autoreply import AutoReply, Topic
from autoleads.services.cars import CarSearch, Notice
from autoleads.services.leads import LeadSearch, View
from autoleads.services.messages import NewReply

T = TypeVar("T")

MORNING = time(10)
SATURDAY = 5


def _only(value: T | None) -> tuple[T, ...]:
    """Return a filter of one value; without a value one that matches all."""
    return () if value is None else (value,)


class ChatQuery(PageQuery):
    """One of the lists, what its leads have in common, and words to find in it."""

    view: View = "waiting"
    channel: Channel | None = None
    source: LeadSource | None = None
    who: Id | None = None
    """The assignee."""
    status: LeadStatus | None = None
    q: Annotated[Text, Field(max_length=200)] = ""

    def search(self) -> LeadSearch:
        """Return the search that the parameters ask for, those who wait first."""
        return LeadSearch(
            view=self.view,
            q=self.q,
            channel=_only(self.channel),
            source=_only(self.source),
            assigned_to=_only(self.who),
            status=_only(self.status),
            sort="waiting",
        )


class GlobalSearchQuery(Query):
    """Words to find among cars, chats and messages."""

    q: Annotated[Text, Field(max_length=200)] = ""


class FiguresQuery(Query):
    """The period of figures: as many days until today, or the last month."""

    days: Literal["7", "30", "90", "month"] = "30"


class PipelineQuery(Query):
    """The leads to show, by assignee, and words to find among them."""

    view: Literal["mine", "all", "free"] | None = None
    who: Id | None = None
    """The assignee."""
    q: Annotated[Text, Field(max_length=200)] = ""


class PanelStockQuery(PageQuery):
    """The cars of one status or all, or those that need a look, and what to find among them."""

    status: CarStatus | Literal["all"] = "available"
    notice: Notice | None = None
    q: Annotated[Text, Field(max_length=200)] = ""
    sort: Literal["newest", "oldest", "price", "-price"] = "newest"

    def search(self) -> CarSearch:
        """Return the search that the parameters ask for."""
        statuses = CAR_STATUSES if self.status == "all" else (self.status,)
        return CarSearch(q=self.q, status=statuses, notice=self.notice, sort=self.sort)


class CarStatusForm(RequestBody):
    """A new status of a car."""

    status: CarStatus


class CarsStatusForm(CarStatusForm):
    """A new status of several cars."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=100)]


class ImportForm(RequestBody):
    """The confirmation of an import."""

    skip_wrong: bool = False


class SaleForm(RequestBody):
    """The lead that bought a car; none for a buyer who never wrote."""

    lead_id: Id | None = None


class AuditQuery(Query):
    """The user whose acts to show, and the moment before which."""

    before: datetime | None = None
    user_id: Id | None = None


class ChannelQuery(Query):
    """The channel that a code is published on."""

    channel: Channel | None = None


class ConversationQuery(Query):
    """Parts of a conversation's page besides the newest messages."""

    until: Id | None = None
    """The newest message of a page of older ones."""
    draft: Topic | None = None
    ask: Literal["lost"] | None = None
    """`lost` asks for the reason."""


class CarPickerQuery(Query):
    """Words to find a car by."""

    q: SearchText = ""


class SendCarForm(RequestBody):
    """The page on which a car was chosen: its random id, and what it showed."""

    once: Annotated[Line, Field(max_length=40)]
    seen: Annotated[int, Field(ge=0)] = 0
    """The newest message when the page was shown."""
    confirm: bool = False

    def to_new_reply(self, car_id: int, card: AutoReply) -> NewReply:
        """Return the reply that sends what is said of a car, as the caption of its photo."""
        return NewReply(
            text=card.text,
            origin="panel",
            confirm=self.confirm,
            once=f"{self.once}-{car_id}",
            seen=self.seen,
            photo_url=card.photo_url,
        )


class ReplyForm(RequestBody):
    """A reply to a customer."""

    text: Written
    once: Annotated[Line, Field(max_length=40)] | None = None
    """A random id of the form: it sends once."""
    seen: Annotated[int, Field(ge=0)] = 0
    """The newest message on the page."""
    confirm: bool = False

    def to_new_reply(self) -> NewReply:
        """Return the reply for the service."""
        return NewReply(
            text=self.text,
            origin="panel",
            confirm=self.confirm,
            once=self.once,
            seen=self.seen,
        )


class DomainForm(RequestBody):
    """A domain to claim; none gives up the one that the dealer has."""

    domain: Domain | None = None


class PhoneForm(RequestBody):
    """A phone number."""

    phone: Phone


class PersonQuery(Query):
    """The number of a person to look for."""

    phone: Annotated[Text, Field(max_length=40)] = ""


class EraseForm(RequestBody):
    """The confirmation that a person is erased."""

    confirm: Literal["true"]


class TryReplyForm(RequestBody):
    """A message as a customer might write it."""

    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class AccountForm(RequestBody):
    """The user's own name and language."""

    name: Line
    language: Literal["id", "en"] | None = None
    """None: the dealer's."""


class StatusForm(RequestBody):
    """A new status of a lead."""

    status: LeadStatus
    lost_reason: Written | None = None


class FollowUpForm(RequestBody):
    """The time to come back to a customer, by one tap or in full; left out: never."""

    when: Literal["hour", "tomorrow", "saturday", "clear"] | None = None
    at: datetime | None = None
    """In the dealer's time zone, as a browser's field sends it."""

    def moment(self, zone: ZoneInfo, now: datetime) -> datetime | None:
        """Return the time that is asked for; None clears the follow-up."""
        today = now.astimezone(zone).date()
        match self.when:
            case "hour":
                return now + timedelta(hours=1)
            case "tomorrow":
                return datetime.combine(today + timedelta(days=1), MORNING, zone)
            case "saturday":
                days = (SATURDAY - today.weekday()) % 7 or 7
                return datetime.combine(today + timedelta(days=days), MORNING, zone)
        return self.at.replace(tzinfo=zone) if self.at else None


class AssigneeForm(RequestBody):
    """The user who gets a lead; without an id it is unassigned."""

    user_id: Id | None = None
