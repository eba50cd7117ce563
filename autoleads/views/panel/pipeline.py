"""The pipeline: the open leads in four lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from autoleads.database.pagination import Page
from autoleads.models import Lead, User
from autoleads.models.lead import LEAD_STATUSES, LeadStatus
from autoleads.services import accounts, leads
from autoleads.services.leads import LeadSearch, View
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.names import customer_name, lead_status

LANES: tuple[LeadStatus, ...] = ("new", "contacted", "visiting", "negotiating")
CARDS = 50
Shown = Literal["mine", "all", "free"]
SHOWN: dict[Shown, str] = {"mine": "view_mine", "all": "view_everybody", "free": "view_free"}


@dataclass(frozen=True)
class Card:
    """A lead in a lane."""

    lead_id: int
    name: str
    status: str
    at: datetime | None
    waiting_since: datetime | None
    code: str | None
    car: str | None
    price: int | None
    follow_up_at: datetime | None
    assignee: str | None
    version: str


@dataclass(frozen=True)
class Lane:
    """The leads of one status."""

    status: LeadStatus
    total: int
    cards: Sequence[Card]


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
            lanes=[_lane(status, page) for status, page in zip(LANES, pages, strict=True)],
            statuses={status: lead_status(status) for status in LEAD_STATUSES},
        )

    @property
    def filters(self) -> dict[Shown, str]:
        """The lists that the page can show, each with the phrase that names it."""
        return SHOWN


def _team(tenant: TenantInfo) -> list[User]:
    return [user for user in accounts.all_users(tenant).values() if user.status == "active"]


def _lane(status: LeadStatus, page: Page[Lead]) -> Lane:
    return Lane(status, page.total, [_card(lead) for lead in page.items])


def _card(lead: Lead) -> Card:
    car = lead.last_car
    return Card(
        lead_id=lead.id,
        name=customer_name(lead.contact),
        status=lead.status,
        at=lead.last_message_at,
        waiting_since=lead.waiting_since,
        code=car.display_code if car else None,
        car=car.public_name if car else None,
        price=car.price if car else None,
        follow_up_at=lead.follow_up_at,
        assignee=lead.assignee.name if lead.assignee else None,
        version=str(lead.version),
    )
