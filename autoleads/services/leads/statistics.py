"""Figures about leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Integer, Row, case, cast, func, select, true

from autoleads.extensions import db
from autoleads.models import Lead, Message, User
from autoleads.models.lead import CLOSED, LEAD_SOURCES, LEAD_STATUSES
from autoleads.services import outbox
from autoleads.services.leads.access import visible_to
from autoleads.services.leads.queries import is_overdue
from autoleads.services.outbox import Backlog
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True)
class LeadStats:
    """The numbers of leads that a user sees, and the tenant's backlog of deliveries."""

    total: int
    open: int
    unassigned: int
    """Open and assigned to no user."""
    waiting: int
    """With a customer who waits for a reply."""
    overdue: int
    by_status: dict[str, int]
    by_source: dict[str, int]
    by_channel: dict[str, int]
    median_first_response_seconds: int | None
    """From the first customer message, else from the lead's creation, to a person's first reply."""
    queue: Backlog


def stats(tenant: TenantInfo, user: User) -> LeadStats:
    """Return the figures of the leads that a user may see."""
    visible = visible_to(tenant, user)
    totals = _totals(tenant, visible)
    by_status, by_source, by_channel = _counts_by_value(visible)
    return LeadStats(
        total=totals.total,
        open=totals.open,
        unassigned=totals.unassigned,
        waiting=totals.waiting,
        overdue=totals.overdue,
        by_status=by_status,
        by_source=by_source,
        by_channel=by_channel,
        median_first_response_seconds=totals.median,
        queue=outbox.delivery_backlog(tenant),
    )


def median_first_response(tenant: TenantInfo, user: User, since: datetime) -> int | None:
    """Return the median of the first response times since a moment, in seconds.

    Of salespeople's own leads, and of the whole team for everybody else.
    """
    of_user = Lead.assigned_to == user.id if user.role == "sales" else true()
    query = select(_median(tenant)).where(Lead.tenant_id == tenant.id, of_user)
    return db.session.scalar(query.where(Lead.first_response_at >= since))


def first_response_seconds(tenant: TenantInfo) -> ColumnElement[float | None]:
    """Return the seconds until a person's first reply to a lead; null without one."""
    # The gateway may hand on a message late, but none before it was written.
    written_at = func.least(Message.created_at, func.coalesce(Message.sent_at, Message.created_at))
    first_written_at = (
        select(func.min(written_at))
        .where(
            Message.tenant_id == tenant.id,
            Message.lead_id == Lead.id,
            Message.sender == "customer",
            written_at <= Lead.first_response_at,
        )
        .correlate(Lead)
        .scalar_subquery()
    )
    asked_at = func.coalesce(first_written_at, Lead.created_at)
    seconds = func.extract("epoch", Lead.first_response_at - asked_at)
    # GREATEST ignores NULL: without this, leads without a reply would count as answered at once.
    return case((Lead.first_response_at.is_not(None), func.greatest(seconds, 0)))


def _median(tenant: TenantInfo) -> ColumnElement[int | None]:
    """Return the median of the first response times, in whole seconds; null without any."""
    seconds = func.percentile_cont(0.5).within_group(first_response_seconds(tenant))
    return cast(func.round(seconds), Integer)


def _totals(
    tenant: TenantInfo, visible: ColumnElement[bool]
) -> Row[int, int, int, int, int, int | None]:
    is_open = Lead.status.not_in(CLOSED)
    is_unassigned = is_open & Lead.assigned_to.is_(None)
    query = select(
        func.count().label("total"),
        func.count().filter(is_open).label("open"),
        func.count().filter(is_unassigned).label("unassigned"),
        func.count(Lead.waiting_since).label("waiting"),
        func.count().filter(is_overdue(datetime.now(UTC))).label("overdue"),
        _median(tenant).label("median"),
    )
    return db.session.execute(query.where(visible)).one()


def _counts_by_value(
    visible: ColumnElement[bool],
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Count the leads of each status, of each source and of each channel, in one statement.

    Statuses and sources without leads count zero; channels come with the most frequent first.
    """
    by_status: dict[str, int] = dict.fromkeys(LEAD_STATUSES, 0)
    by_source: dict[str, int] = dict.fromkeys(LEAD_SOURCES, 0)
    by_channel: dict[str, int] = {}
    one_column_each = func.grouping_sets(Lead.status, Lead.source, Lead.channel)
    rows = db.session.execute(
        select(Lead.status, Lead.source, Lead.channel, func.count().label("leads"))
        .where(visible)
        .group_by(one_column_each)
        .order_by(func.count().desc(), Lead.channel)
    )
    for row in rows:
        if row.status:
            by_status[row.status] = row.leads
        elif row.source:
            by_source[row.source] = row.leads
        elif row.channel:
            by_channel[row.channel] = row.leads
    return by_status, by_source, by_channel
