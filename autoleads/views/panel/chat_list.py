"""The list of chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autoleads.database.pagination import Page
from autoleads.models import Lead, Message, User
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import leads, messages
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo

ROWS = 30
MAX_HANDED_OVER = 10
"""Leads that stand above a list because they need a person."""
VIEW_NAMES: dict[View, str] = {
    "person": "view_person",
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
    handed_over: Sequence[ChatRow]
    """Leads that need a person, above the first page of a whole list."""
    rows: Sequence[ChatRow]
    page: Page[Lead]
    shown_id: int | None = None
    """The lead whose conversation stands beside the list."""

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, wanted: LeadSearch, number: int) -> ChatList:
        """Return a page of one of the lists."""
        page = leads.search(tenant, user, wanted, number, ROWS)
        counts = leads.count_views(tenant, user)
        is_top = number == 1 and counts["person"] > 0 and not wanted.q and wanted.view != "person"
        first = _find_handed_over(tenant, user, wanted) if is_top else []
        handed_over, rows = split_rows(tenant, first, page.items)
        return cls(wanted=wanted, counts=counts, handed_over=handed_over, rows=rows, page=page)

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


def _find_handed_over(tenant: TenantInfo, user: User, wanted: LeadSearch) -> Sequence[Lead]:
    """Return the leads that need a person, with the filters of a list."""
    search = replace(wanted, view="person")
    return leads.search(tenant, user, search, 1, MAX_HANDED_OVER).items


def split_rows(
    tenant: TenantInfo, handed_over: Sequence[Lead], others: Sequence[Lead]
) -> tuple[list[ChatRow], list[ChatRow]]:
    """Return the lines of leads that need a person, and those of the others, each lead once."""
    first = {lead.id for lead in handed_over}
    rest = [lead for lead in others if lead.id not in first]
    rows = chat_rows(tenant, [*handed_over, *rest])
    return rows[: len(first)], rows[len(first) :]


def chat_rows(tenant: TenantInfo, found: Sequence[Lead]) -> list[ChatRow]:
    """Return the lines of some leads."""
    newest = messages.latest_by_lead(tenant, [lead.id for lead in found])
    return [ChatRow(lead, newest.get(lead.id)) for lead in found]
