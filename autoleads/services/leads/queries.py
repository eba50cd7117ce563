"""Leads found: whose they are, by filters, in the order they are worked on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from autoleads.database.pagination import Page, paginate
from autoleads.models import Car, Contact, Lead, LeadCar, User
from autoleads.models.lead import CLOSED, LeadSource, LeadStatus
from autoleads.services.leads.access import visible_to
from autoleads.services.tenants import TenantInfo

Sort = Literal["-lastMessageAt", "createdAt", "waiting"]

PHONE_PART = re.compile(r"[0-9+().-]*[0-9][0-9+().-]*")
RECENT = (Lead.last_message_at.desc().nulls_last(), Lead.id.desc())


@dataclass(frozen=True)
class LeadSearch:
    """What is looked for; an empty filter lets everything through, a filter of several words any of them."""

    q: str = ""
    """Every word must be part of the customer's name or of his phone number."""
    status: tuple[LeadStatus, ...] = ()
    source: tuple[LeadSource, ...] = ()
    assigned_to: tuple[int | None, ...] = ()
    """Users; None stands for nobody."""
    car_id: tuple[int, ...] = ()
    channel: tuple[str, ...] = ()
    created_from: date | None = None
    """This and the next in the dealer's own time, both inclusive."""
    created_to: date | None = None
    overdue: bool = False
    """Only open leads that should have been followed up by now."""
    sort: Sort = "-lastMessageAt"


def search(tenant: TenantInfo, user: User, wanted: LeadSearch, page: int, limit: int) -> Page[Lead]:
    """A page of the leads this user may see that fit, in the order wanted."""
    fitting = [*visible_to(tenant, user), *_conditions(tenant, wanted)]
    cars = selectinload(Lead.lead_cars).options(
        joinedload(LeadCar.car, innerjoin=True).lazyload(Car.photos)
    )
    found = select(Lead).where(*fitting).order_by(*_order(wanted.sort)).options(cars)
    return paginate(found, page, limit)


def overdue(now: datetime) -> ColumnElement[bool]:
    return Lead.status.not_in(CLOSED) & (Lead.follow_up_at < now)


def _conditions(tenant: TenantInfo, wanted: LeadSearch) -> list[ColumnElement[bool]]:
    conditions = [Lead.contact.has(_named(word)) for word in wanted.q.split()]
    for column, values in (
        (Lead.status, wanted.status),
        (Lead.source, wanted.source),
        (Lead.channel, wanted.channel),
    ):
        if values:
            conditions.append(column.in_(values))
    if wanted.assigned_to:
        someone = Lead.assigned_to.in_(
            [user_id for user_id in wanted.assigned_to if user_id is not None]
        )
        conditions.append(
            or_(someone, Lead.assigned_to.is_(None)) if None in wanted.assigned_to else someone
        )
    if wanted.car_id:
        conditions.append(Lead.lead_cars.any(LeadCar.car_id.in_(wanted.car_id)))
    created_on = cast(func.timezone(tenant.timezone, Lead.created_at), Date)
    if wanted.created_from:
        conditions.append(created_on >= wanted.created_from)
    if wanted.created_to:
        conditions.append(created_on <= wanted.created_to)
    if wanted.overdue:
        conditions.append(overdue(datetime.now(UTC)))
    return conditions


def _named(word: str) -> ColumnElement[bool]:
    """Whether a contact's name has this word, or his number these digits, however their beginning is written."""
    named = Contact.name.icontains(word, autoescape=True)
    if not PHONE_PART.fullmatch(word):
        return named
    digits = re.sub(r"[^0-9]", "", word)
    return or_(named, Contact.phone.contains(digits.lstrip("0") or digits))


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    if sort == "createdAt":
        return Lead.created_at.asc(), Lead.id.asc()
    return (Lead.waiting_since.asc().nulls_last(), *RECENT) if sort == "waiting" else RECENT
