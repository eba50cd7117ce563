"""The list of chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.database.pagination import Page
from autoleads.models import Lead, Message, User
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import leads, messages
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.names import customer_name

ROWS = 30
VIEW_NAMES: dict[View, str] = {
    "waiting": "view_waiting",
    "mine": "view_mine",
    "free": "view_free",
    "due": "view_due",
    "failed": "view_failed",
    "all": "view_all",
}


@dataclass(frozen=True)
class ChatRow:
    """A line of the list."""

    lead_id: int
    name: str
    says: str
    says_us: bool
    """True if the last words are ours."""
    kind: str
    at: datetime | None
    waiting_since: datetime | None
    is_courtesy: bool
    code: str | None
    car: str | None
    phone: str | None
    status: str
    channel: str | None
    assignee: str | None
    is_free: bool
    failed: bool
    by_bot: bool
    """True if the last words are those of an auto-reply."""
    version: str

    @classmethod
    def of(cls, lead: Lead, last: Message | None) -> ChatRow:
        """Return the line of a lead with its newest message."""
        car = lead.last_car
        is_ours = last is not None and last.direction == "out"
        return cls(
            lead_id=lead.id,
            name=customer_name(lead.contact),
            says=last.text if last else "",
            says_us=is_ours,
            kind=last.kind if last else "text",
            at=lead.last_message_at,
            waiting_since=lead.waiting_since,
            is_courtesy=lead.shown_waiting_kind == "courtesy",
            code=car.display_code if car else None,
            car=car.public_name if car else None,
            phone=lead.contact.phone,
            status=lead.status,
            channel=lead.channel,
            assignee=lead.assignee.name if lead.assignee else None,
            is_free=lead.assigned_to is None,
            failed=is_ours and last is not None and last.status in NOT_ARRIVED,
            by_bot=is_ours and last is not None and last.sender == "bot",
            version=f"{lead.version}-{last.id if last else 0}-{last.status if last else ''}",
        )


@dataclass(frozen=True)
class ChatList:
    """The context of `panel/chat.html`."""

    wanted: LeadSearch
    counts: dict[View, int]
    rows: Sequence[ChatRow]
    page: Page[Lead]
    shown_id: int | None = None
    """The lead whose conversation stands beside the list."""

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, wanted: LeadSearch, number: int) -> ChatList:
        """Return a page of one of the lists."""
        page = leads.search(tenant, user, wanted, number, ROWS)
        return cls(
            wanted=wanted,
            counts=leads.count_views(tenant, user),
            rows=chat_rows(tenant, page.items),
            page=page,
        )

    @property
    def view(self) -> View:
        return self.wanted.view

    @property
    def q(self) -> str:
        return self.wanted.q

    @property
    def filters(self) -> dict[str, str | int]:
        """The filters of the list, as in its address."""
        common = {
            "channel": self.wanted.channel,
            "source": self.wanted.source,
            "who": self.wanted.assigned_to,
            "status": self.wanted.status,
        }
        return {name: values[0] for name, values in common.items() if values and values[0]}

    @property
    def views(self) -> dict[View, str]:
        """The lists, each with the phrase that names it."""
        return VIEW_NAMES


def chat_rows(tenant: TenantInfo, found: Sequence[Lead]) -> list[ChatRow]:
    """Return the lines of some leads."""
    newest = messages.latest_by_lead(tenant, [lead.id for lead in found])
    return [ChatRow.of(lead, newest.get(lead.id)) for lead in found]
