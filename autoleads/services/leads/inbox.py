"""The lists that the team works through: who waits, whose leads, what is due, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true

from autoleads.extensions import db
from autoleads.models import Lead, Message, User
from autoleads.models.lead import CLOSED
from autoleads.models.message import NOT_ARRIVED
from autoleads.services.leads.access import visible_to
from autoleads.services.tenants import TenantInfo

View = Literal["person", "waiting", "mine", "free", "due", "failed", "all"]
VIEWS: tuple[View, ...] = ("person", "waiting", "mine", "free", "due", "failed", "all")


def in_view(tenant: TenantInfo, user: User, view: View) -> ColumnElement[bool]:
    """Return the condition for the leads of a list; who may see them is another one."""
    is_open = Lead.status.not_in(CLOSED)
    match view:
        case "person":
            return Lead.needs_person.is_not(None)
        case "waiting":
            return Lead.waiting_since.is_not(None)
        case "mine":
            return is_open & (Lead.assigned_to == user.id)
        case "free":
            return is_open & Lead.assigned_to.is_(None)
        case "due":
            return is_open & (Lead.follow_up_at < _end_of_day(tenant))
        case "failed":
            return is_open & _last_reply_status(tenant).in_(NOT_ARRIVED)
        case "all":
            return true()


def count_views(tenant: TenantInfo, user: User, views: Sequence[View] = VIEWS) -> dict[View, int]:
    """Return the number of leads in each of some lists, of those that the user may see."""
    columns = [func.count().filter(in_view(tenant, user, view)).label(view) for view in views]
    row = db.session.execute(select(*columns).where(visible_to(tenant, user))).one()
    counts = row._mapping
    return {view: counts[view] for view in views}


def waiting_count(tenant: TenantInfo, user: User) -> ScalarSelect[int]:
    """Return the query for the number of customers who wait, of those that the user may see."""
    waiting = in_view(tenant, user, "waiting")
    query = select(func.count()).select_from(Lead).where(visible_to(tenant, user), waiting)
    return query.scalar_subquery()


def _end_of_day(tenant: TenantInfo) -> datetime:
    """Return the end of today in the tenant's time zone."""
    today = datetime.now(UTC).astimezone(tenant.zone).date()
    return datetime.combine(today + timedelta(days=1), time(), tenant.zone)


def _last_reply_status(tenant: TenantInfo) -> ColumnElement[str]:
    """Return the status of the last message that a salesperson sent in a lead."""
    return (
        select(Message.status)
        .where(
            Message.tenant_id == tenant.id,
            Message.lead_id == Lead.id,
            Message.sender == "sales",
        )
        .order_by(Message.id.desc())
        .limit(1)
        .correlate(Lead)
        .scalar_subquery()
    )
