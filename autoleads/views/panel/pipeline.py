"""The pipeline: the open leads in four lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autoleads.models import Lead, User
from autoleads.models.lead import LEAD_STATUSES, LeadStatus
from autoleads.services import accounts, leads
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.names import lead_status

LANES: tuple[LeadStatus, ...] = ("new", "contacted", "visiting", "negotiating")
CARDS = 50
Shown = Literal["mine", "all", "free"]
SHOWN: dict[Shown, str] = {"mine": "view_mine", "all": "view_everybody", "free": "view_free"}


@dataclass(frozen=True)
class Lane:
    """The leads of one status."""

    status: LeadStatus
    total: int
    leads: Sequence[Lead]


@dataclass(frozen=True)
class PipelinePage:
    """The context of `panel/leads.html`."""

    shown: Shown
    who: int | None
    """The salesperson whose leads are shown alone."""
    q: str
    team: Sequence[User]
    """The members to choose from; salespeople have their own leads only."""
    counts: dict[View, int]
    lanes: Sequence[Lane]
    statuses: dict[LeadStatus, str]
    """Every status that a card may get, with the phrase that names it."""

    @classmethod
    def of(
        cls, tenant: TenantInfo, user: User, shown: Shown, *, who: int | None, q: str
    ) -> PipelinePage:
        """Return the page of a user."""
        wanted = LeadSearch(view=shown, assigned_to=(who,) if who else (), q=q)
        searches = [replace(wanted, status=(status,)) for status in LANES]
        pages = leads.search_each(tenant, user, searches, CARDS)
        return cls(
            shown=shown,
            who=who,
            q=q,
            team=_team(tenant) if user.role != "sales" else (),
            counts=leads.count_views(tenant, user, ["mine", "free"]),
            lanes=[
                Lane(status, page.total, page.items)
                for status, page in zip(LANES, pages, strict=True)
            ],
            statuses={status: lead_status(status) for status in LEAD_STATUSES},
        )

    @property
    def filters(self) -> dict[Shown, str]:
        """The lists that the page can show, each with the phrase that names it."""
        return SHOWN


def _team(tenant: TenantInfo) -> list[User]:
    return [user for user in accounts.all_users(tenant).values() if user.status == "active"]
