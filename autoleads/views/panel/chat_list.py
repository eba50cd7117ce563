"""The list of chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.database.pagination import Page
from autoleads.models import Lead, Message, User
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import leads, messages
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo

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
    """A line of the list: a lead, and the last words of its conversation."""

    lead: Lead
    last: Message | None
    """The newest message, if there is any."""

    @property
    def says_us(self) -> bool:
        """True if the last words are ours."""
        return self.last is not None and self.last.direction == "out"

    @property
    def by_bot(self) -> bool:
        """True if the last words are those of an auto-reply."""
        return self.last is not None and self.last.sender == "bot"

    @property
    def failed(self) -> bool:
        """True if the last words are ours and may not have arrived."""
        return self.last is not None and self.last.status in NOT_ARRIVED

    @property
    def is_courtesy(self) -> bool:
        """True if the customer only said thanks."""
        return self.lead.shown_waiting_kind == "courtesy"

    @property
    def version(self) -> str:
        """The text that changes when the line does."""
        if self.last is None:
            return str(self.lead.version)
        return f"{self.lead.version}-{self.last.id}-{self.last.status}"


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
    return [ChatRow(lead, newest.get(lead.id)) for lead in found]
