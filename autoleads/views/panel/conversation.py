"""The page of one conversation: what was said and done, in order, and what to do next."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from autoleads.errors import AutoLeadsError
from autoleads.models import Car, Lead, LeadEvent, Message, User
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import accounts, leads, messages
from autoleads.services.leads import LeadSearch
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases
from autoleads.views.panel.chat_list import ChatRow, split_rows
from autoleads.views.panel.names import customer_name, lead_status

MESSAGES = 30
LISTS = (LeadSearch(view="person", sort="waiting"), LeadSearch(sort="waiting"))
LIST_ROWS = 15
STATES: dict[str, tuple[str, str]] = {
    "queued": ("clock", "state_queued"),
    "sending": ("clock", "state_sending"),
    "accepted": ("tick", "state_accepted"),
    "sent": ("tick", "state_sent"),
    "delivered": ("ticks", "state_delivered"),
    "read": ("ticks", "state_read"),
    "failed": ("alert", "state_failed"),
    "unknown": ("alert", "state_unknown"),
}
"""The status of an outgoing message → its icon and the phrase that names it."""
SHOWN_EVENTS = (
    "opened",
    "assigned",
    "status",
    "follow_up",
    "answered",
    "opted_out",
    "needs_person",
    "merged",
)


@dataclass(frozen=True)
class Entry:
    """A line of the conversation: a message, a note, or something that happened."""

    id: str
    kind: str
    """`message`, `note` or `event`."""
    at: datetime
    version: str
    message: Message | None = None
    cars: Sequence[Car] = ()
    text: str = ""
    author: str | None = None

    @property
    def state(self) -> tuple[str, str]:
        """The icon and the phrase of an outgoing message's status."""
        return STATES[self.message.status if self.message else "queued"]

    @property
    def can_retry(self) -> bool:
        return self.message is not None and self.message.status in NOT_ARRIVED


@dataclass(frozen=True)
class Composer:
    """The content of the form that sends a reply."""

    text: str = ""
    once: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    is_draft: bool = False
    problem: AutoLeadsError | None = None


@dataclass(frozen=True)
class ConversationPage:
    """The context of `panel/conversation.html`."""

    lead: Lead
    handed_over: Sequence[ChatRow]
    """The leads above the list, which need a person."""
    rows: Sequence[ChatRow]
    """The list beside it, on a wide screen."""
    name: str
    is_mine: bool
    days: Sequence[tuple[date, Sequence[Entry]]]
    """The entries of each day."""
    first_id: int | None
    """The oldest message shown, where earlier ones may exist."""
    is_older: bool
    """True of a page that does not show the newest messages: there is nothing to reply to."""
    team: Sequence[User]
    composer: Composer
    seen: int
    """The newest message on the page."""
    asks_reason: bool
    """True while the reason of a lost lead is asked for."""

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        user: User,
        lead_id: int,
        phrases: Phrases,
        *,
        composer: Composer | None = None,
        until: int | None = None,
        asks_reason: bool = False,
    ) -> ConversationPage:
        """Return the page of a lead.

        Raises:
            NotFound: the tenant has no such lead, or it is a colleague's.
        """
        lead = leads.get_visible(tenant, user, lead_id)
        shown = messages.messages_of(tenant, lead, limit=MESSAGES, until=until)
        users = accounts.all_users(tenant)
        events = leads.events_of(tenant, lead)
        entries = _message_entries(tenant, lead, shown)
        end = _written_at(shown[-1]) if until else None
        entries += _event_entries(events, users, phrases, _begin(shown), end)
        handed_over, rows = _list_beside(tenant, user)
        entries.sort(key=lambda entry: (entry.at, entry.kind != "event"))
        return cls(
            lead=lead,
            handed_over=handed_over,
            rows=rows,
            name=customer_name(lead.contact),
            is_mine=lead.assigned_to == user.id,
            days=_by_day(tenant, entries),
            first_id=shown[0].id if len(shown) == MESSAGES else None,
            is_older=until is not None,
            team=[user for user in users.values() if user.status != "removed"],
            composer=composer or Composer(),
            seen=max((message.id for message in shown), default=0),
            asks_reason=asks_reason,
        )

    @property
    def shown_id(self) -> int:
        return self.lead.id

    @property
    def car(self) -> Car | None:
        """The car that was asked about last."""
        return self.lead.last_car


def _list_beside(tenant: TenantInfo, user: User) -> tuple[list[ChatRow], list[ChatRow]]:
    # Unlike `search`, in one statement.
    first, others = leads.search_each(tenant, user, LISTS, LIST_ROWS)
    return split_rows(tenant, first.items, others.items)


def _begin(shown: Sequence[Message]) -> datetime | None:
    """Return the time from which events are shown: with a whole page, that of its first message."""
    if len(shown) < MESSAGES:
        return None
    return _written_at(shown[0])


def _written_at(message: Message) -> datetime:
    return message.sent_at or message.created_at


def _message_entries(tenant: TenantInfo, lead: Lead, shown: Sequence[Message]) -> list[Entry]:
    known = [asked.car for asked in lead.lead_cars]
    cars = messages.cars_by_code(tenant, shown, known)
    entries = []
    for message in shown:
        named = [cars[code] for code in message.codes if code in cars]
        entry = Entry(
            id=f"m{message.id}",
            kind="message",
            at=_written_at(message),
            version=f"{message.status}-{message.error}-{_file_state(message)}",
            message=message,
            cars=named,
        )
        entries.append(entry)
    return entries


def _event_entries(
    events: Sequence[LeadEvent],
    users: Mapping[int, User],
    phrases: Phrases,
    begin: datetime | None,
    end: datetime | None,
) -> list[Entry]:
    entries = []
    for event in events:
        if begin is not None and event.created_at < begin:
            continue
        if end is not None and event.created_at > end:
            continue
        if event.type == "note":
            entries.append(_entry(event, "note", event.data["text"]))
        elif event.type in SHOWN_EVENTS:
            entries.append(_entry(event, "event", event_text(event, users, phrases)))
    return entries


def _entry(event: LeadEvent, kind: str, text: str) -> Entry:
    author = event.user.name if event.user else None
    return Entry(f"e{event.id}", kind, event.created_at, "1", text=text, author=author)


def event_text(event: LeadEvent, users: Mapping[int, User], phrases: Phrases) -> str:
    """Return what happened, in one line."""
    data: dict[str, Any] = event.data
    who = event.user.name if event.user else phrases("event_system")
    if event.type == "assigned":
        to = users.get(data["to"]) if data.get("to") else None
        if to is None:
            return phrases("event_unassigned", who=who)
        if event.user is not None and to.id == event.user.id:
            return phrases("event_taken", who=who)
        return phrases("event_assigned", who=who, name=to.name)
    if event.type == "status":
        status = phrases(lead_status(data["to"]))
        if data.get("reason"):
            return phrases("event_lost", who=who, status=status, reason=data["reason"])
        return phrases("event_status", who=who, status=status)
    if event.type == "needs_person":
        return phrases("event_needs_person", reason=phrases(f"needs_{data['reason']}").lower())
    return phrases(f"event_{event.type}", who=who)


def _by_day(tenant: TenantInfo, entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.at.astimezone(tenant.zone).date(), []).append(entry)
    return list(days.items())


def _file_state(message: Message) -> str:
    """Return where the file of a message is by now."""
    media = message.media or {}
    return next((state for state in ("file", "gone") if state in media), "")
