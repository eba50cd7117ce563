"""The search through cars, chats and messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.models import Car, User
from autoleads.models.car import CAR_STATUSES
from autoleads.services import cars, leads, messages
from autoleads.services.cars import PUBLIC_STATUSES, CarSearch
from autoleads.services.leads import LeadSearch
from autoleads.services.messages import FoundMessage
from autoleads.services.tenants import TenantInfo
from autoleads.text.excerpt import Part, excerpt
from autoleads.text.search import MAX_WORDS
from autoleads.views.panel.chat_list import ChatRow, chat_rows
from autoleads.views.panel.names import customer_name

SHOWN = 10
"""The most rows of a group."""
LEAST = 2
"""The fewest characters that are searched for in messages."""


@dataclass(frozen=True)
class MessageRow:
    """A message that has the words."""

    lead_id: int
    message_id: int
    name: str
    at: datetime
    says: Sequence[Part]
    says_us: bool

    @classmethod
    def of(cls, found: FoundMessage, words: Sequence[str]) -> MessageRow:
        """Return the line of a message."""
        message = found.message
        return cls(
            lead_id=message.lead_id,
            message_id=message.id,
            name=customer_name(found.contact),
            at=message.sent_at or message.created_at,
            says=excerpt(message.text, words),
            says_us=message.direction == "out",
        )


@dataclass(frozen=True)
class SearchPage:
    """The context of `panel/search.html`."""

    q: str
    cars: Sequence[Car] = ()
    cars_total: int = 0
    chats: Sequence[ChatRow] = ()
    chats_total: int = 0
    messages: Sequence[MessageRow] = ()

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, q: str) -> SearchPage:
        """Return what a user finds; nothing without words."""
        words = q.split()[:MAX_WORDS]
        if not words:
            return cls(q="")
        stock = CarSearch(q=q, status=CAR_STATUSES)
        found_cars = cars.search(tenant, stock, 1, SHOWN)
        found_leads = leads.search(tenant, user, LeadSearch(q=q), 1, SHOWN)
        return cls(
            q=q,
            cars=found_cars.items,
            cars_total=found_cars.total,
            chats=chat_rows(tenant, found_leads.items),
            chats_total=found_leads.total,
            messages=_message_rows(tenant, user, words),
        )

    @property
    def is_short(self) -> bool:
        """True if the words are too short to be searched for in messages."""
        return bool(self.q) and not _are_long_enough(self.q.split())

    @property
    def found(self) -> bool:
        """True if there is anything to show."""
        return bool(self.cars or self.chats or self.messages)

    @property
    def shown(self) -> int:
        """The most messages shown."""
        return SHOWN

    @property
    def days(self) -> int:
        """The age in days of the oldest messages that are searched."""
        return messages.SEARCHED.days

    @property
    def least(self) -> int:
        """The fewest characters that are searched for in messages."""
        return LEAST

    def is_public(self, car: Car) -> bool:
        """Return whether a car has a page that customers may see."""
        return car.status in PUBLIC_STATUSES


def _are_long_enough(words: Sequence[str]) -> bool:
    return sum(map(len, words)) >= LEAST


def _message_rows(tenant: TenantInfo, user: User, words: Sequence[str]) -> list[MessageRow]:
    if not _are_long_enough(words):
        return []
    found = messages.search(tenant, user, words, SHOWN)
    rows = [MessageRow.of(message, words) for message in found]
    return sorted(rows, key=lambda row: row.at, reverse=True)
