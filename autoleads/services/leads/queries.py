"""The search for leads: filters and orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Date, Select, cast, func, literal, or_, select, union_all

from autoleads.database.pagination import Page, count_rows, paginate
from autoleads.extensions import db
from autoleads.models import Lead, LeadCar, User
from autoleads.models.lead import CLOSED, LeadSource, LeadStatus
from autoleads.services.leads.access import WITHOUT_PHOTOS, visible_to
from autoleads.services.leads.inbox import View, in_view
from autoleads.services.leads.words import has_words
from autoleads.services.tenants import TenantInfo

T = TypeVar("T")

Sort = Literal["-lastMessageAt", "createdAt", "waiting", "followUp"]

ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    "-lastMessageAt": (Lead.last_message_at.desc().nulls_last(), Lead.id.desc()),
    "createdAt": (Lead.created_at.asc(), Lead.id.asc()),
    "followUp": (Lead.follow_up_at.asc().nulls_last(), Lead.id.asc()),
    "waiting": (
        Lead.waiting_since.asc().nulls_last(),
        Lead.last_message_at.desc().nulls_last(),
        Lead.id.desc(),
    ),
}

DEEP = 200
"""After so many skipped leads, those of a page are read after their ids."""


@dataclass(frozen=True, kw_only=True)
class LeadSearch:
    """A search for leads: an empty filter matches all, a filter of several values any of them."""

    q: str = ""
    """Every word must begin or end one of the customer's name or number, or be a car's code."""
    status: tuple[LeadStatus, ...] = ()
    source: tuple[LeadSource, ...] = ()
    assigned_to: tuple[int | None, ...] = ()
    """Ids of users; None stands for unassigned leads."""
    car_id: tuple[int, ...] = ()
    channel: tuple[str, ...] = ()
    created_from: date | None = None
    """The first day of creation, in the tenant's time zone."""
    created_to: date | None = None
    """The last day of creation."""
    overdue: bool = False
    """Only open leads with a follow-up in the past."""
    view: View = "all"
    """One of the lists that the team works through."""
    sort: Sort = "-lastMessageAt"


def search(tenant: TenantInfo, user: User, wanted: LeadSearch, page: int, limit: int) -> Page[Lead]:
    """Return a page of the leads that match, of those that the user may see."""
    order = ORDERS[wanted.sort]
    query = _matching(select(Lead), tenant, user, wanted).order_by(*order)
    if (page - 1) * limit < DEEP:
        return paginate(query.options(WITHOUT_PHOTOS), page, limit)
    ids = query.with_only_columns(Lead.id).offset((page - 1) * limit).limit(limit)
    found = select(Lead).where(Lead.tenant_id == tenant.id, Lead.id.in_(ids)).order_by(*order)
    leads = db.session.scalars(found.options(WITHOUT_PHOTOS))
    return Page(list(leads), count_rows(query), page, limit)


def search_each(
    tenant: TenantInfo, user: User, searches: Sequence[LeadSearch], limit: int
) -> list[Page[Lead]]:
    """Return the first page of each of several searches, in one statement."""
    first = [
        _numbered(tenant, user, number, wanted, limit) for number, wanted in enumerate(searches)
    ]
    found = union_all(*first).subquery()
    query = (
        select(found.c.search, found.c.total, Lead)
        .join(found, Lead.id == found.c.id)
        .where(Lead.tenant_id == tenant.id)
        .order_by(found.c.search, found.c.position)
    )
    items: list[list[Lead]] = [[] for _ in searches]
    totals = [0] * len(searches)
    for number, total, lead in db.session.execute(query.options(WITHOUT_PHOTOS)):
        items[number].append(lead)
        totals[number] = total
    return [Page(leads, total, 1, limit) for leads, total in zip(items, totals, strict=True)]


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Return the condition for open leads that should have been followed up by now."""
    return Lead.status.not_in(CLOSED) & (Lead.follow_up_at < now)


def _numbered(
    tenant: TenantInfo, user: User, number: int, wanted: LeadSearch, limit: int
) -> Select[Any]:
    """Return the query for the first ids of a search, each with its position and the total."""
    order = ORDERS[wanted.sort]
    counted = _matching(select(func.count()).select_from(Lead), tenant, user, wanted)
    columns = (
        literal(number).label("search"),
        Lead.id,
        func.row_number().over(order_by=order).label("position"),
        # Not as a window, which would read all leads in order.
        counted.scalar_subquery().label("total"),
    )
    query = _matching(select(*columns), tenant, user, wanted).order_by(*order).limit(limit)
    return select(query.subquery())


def _matching(query: Select[T], tenant: TenantInfo, user: User, wanted: LeadSearch) -> Select[T]:
    """Return a query with the conditions of a search."""
    in_list = in_view(tenant, user, wanted.view)
    return query.where(visible_to(tenant, user), in_list, *_conditions(tenant, wanted))


def _conditions(tenant: TenantInfo, wanted: LeadSearch) -> list[ColumnElement[bool]]:
    conditions = has_words(tenant, wanted.q)
    if wanted.status:
        conditions.append(Lead.status.in_(wanted.status))
    if wanted.source:
        conditions.append(Lead.source.in_(wanted.source))
    if wanted.channel:
        conditions.append(Lead.channel.in_(wanted.channel))
    if wanted.assigned_to:
        conditions.append(_assigned_to_any(wanted.assigned_to))
    if wanted.car_id:
        conditions.append(Lead.lead_cars.any(LeadCar.car_id.in_(wanted.car_id)))
    created_on = cast(func.timezone(tenant.timezone, Lead.created_at), Date)
    if wanted.created_from:
        conditions.append(created_on >= wanted.created_from)
    if wanted.created_to:
        conditions.append(created_on <= wanted.created_to)
    if wanted.overdue:
        conditions.append(is_overdue(datetime.now(UTC)))
    return conditions


def _assigned_to_any(assignees: tuple[int | None, ...]) -> ColumnElement[bool]:
    user_ids = [user_id for user_id in assignees if user_id is not None]
    assigned = Lead.assigned_to.in_(user_ids)
    if None in assignees:
        return or_(assigned, Lead.assigned_to.is_(None))
    return assigned
