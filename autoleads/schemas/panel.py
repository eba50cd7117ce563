"""Forms that only the panel has."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from autoleads.models.car import CarStatus
from autoleads.models.lead import LeadStatus
from autoleads.schemas.addresses import Domain
from autoleads.schemas.base import Id, Line, Phone, RequestBody, Text
from autoleads.schemas.leads import Written
from autoleads.services.autoreply import AutoReply
from autoleads.services.messages import NewReply

MORNING = time(10)
SATURDAY = 5


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
