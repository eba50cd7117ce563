"""The page of the day: what is wrong, who waits, what is due, what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autoleads.models import Device, Lead, User
from autoleads.services import cars, devices, leads, messages
from autoleads.services.autoreply import closed_since, next_opening
from autoleads.services.cars import Notice
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.chat_list import ChatRow, split_rows

SHOWN = (
    LeadSearch(view="person", sort="waiting"),
    LeadSearch(view="waiting", sort="waiting"),
    LeadSearch(view="due", sort="followUp"),
)
ROWS = 30
STALE = timedelta(days=1)
MEDIAN_OF = timedelta(days=7)
GREETINGS = ((4, "good_night"), (11, "good_morning"), (15, "good_day"), (18, "good_afternoon"))
"""Until this hour → the phrase; later it is evening."""


@dataclass(frozen=True)
class TodayPage:
    """The context of `panel/today.html`."""

    greeting: str
    now: datetime
    closed: bool
    opens_at: datetime | None
    alarms: Sequence[Device]
    held: int
    """Messages that wait for a device."""
    counts: dict[View, int]
    median_seconds: int | None
    asks_for_push: bool
    """True after a first reply: only then is it plain what notifications are good for."""
    handed_over: Sequence[ChatRow]
    """Customers who need a person, whom no auto-reply answers."""
    waiting: Sequence[ChatRow]
    stale: Sequence[ChatRow]
    """Customers who have waited for more than a day."""
    due: Sequence[Lead]
    """Those with a follow-up today, or with one that was missed."""
    notices: dict[Notice, int]
    """The number of cars that need a look, by the reason."""

    @classmethod
    def of(cls, tenant: TenantInfo, user: User) -> TodayPage:
        """Return the page of a user."""
        now = datetime.now(UTC)
        first, waiting, due = leads.search_each(tenant, user, SHOWN, ROWS)
        counts = leads.count_views(tenant, user, ["free", "failed"])
        handed_over, others = split_rows(tenant, first.items, waiting.items)
        # The longest first; those who only said thanks come last.
        rows = sorted(others, key=lambda row: row.is_courtesy)
        stale = [row for row in rows if _has_waited(row, now) > STALE]
        alarms = devices.alarming(tenant)
        median = leads.median_first_response(tenant, user, now - MEDIAN_OF)
        return cls(
            greeting=_greeting(now.astimezone(tenant.zone).hour),
            now=now,
            closed=closed_since(tenant, now) is not None,
            opens_at=next_opening(tenant, now),
            alarms=alarms,
            held=sum(messages.count_queued(tenant).values()) if alarms else 0,
            counts=counts | {"waiting": waiting.total, "due": due.total},
            median_seconds=median,
            asks_for_push=median is not None and tenant.notify.enabled,
            handed_over=handed_over,
            waiting=[row for row in rows if row not in stale],
            stale=stale,
            due=due.items,
            notices=cars.count_stock(tenant).notices,
        )


def _has_waited(row: ChatRow, now: datetime) -> timedelta:
    return now - (row.lead.waiting_since or now)


def _greeting(hour: int) -> str:
    for until, phrase in GREETINGS:
        if hour < until:
            return phrase
    return "good_evening"
