"""Figures about leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

Group = Row[str, str, str | None, int, int, int, int, int]


@dataclass(frozen=True)
class LeadStats:
    """The numbers of leads that a user sees, and the tenant's backlog of deliveries."""

    total: int
    open: int
    unassigned: int
    """Open and assigned to no user."""
    waiting: int
    """With a customer who waits for a reply."""
    needs_person: int
    """Handed over to a person, who has not answered yet."""
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
    groups = _count_groups(visible)
    opened = [group for group in groups if group.status not in CLOSED]
    return LeadStats(
        total=sum(group.leads for group in groups),
        open=sum(group.leads for group in opened),
        unassigned=sum(group.unassigned for group in opened),
        waiting=sum(group.waiting for group in groups),
        needs_person=sum(group.needs_person for group in groups),
        overdue=sum(group.overdue for group in groups),
        by_status=_sum_by("status", groups, LEAD_STATUSES),
        by_source=_sum_by("source", groups, LEAD_SOURCES),
        by_channel=_frequent_first(_sum_by("channel", groups)),
        median_first_response_seconds=db.session.scalar(
            select(_median(tenant)).where(visible, Lead.first_response_at.is_not(None))
        ),
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


def _count_groups(visible: ColumnElement[bool]) -> Sequence[Group]:
    """Count the leads of each status, source and channel together, in one pass."""
    values = (Lead.status, Lead.source, Lead.channel)
    query = select(
        *values,
        func.count().label("leads"),
        func.count().filter(Lead.assigned_to.is_(None)).label("unassigned"),
        func.count(Lead.waiting_since).label("waiting"),
        func.count(Lead.needs_person).label("needs_person"),
        func.count().filter(is_overdue(datetime.now(UTC))).label("overdue"),
    )
    return db.session.execute(query.where(visible).group_by(*values)).all()


def _sum_by(column: str, groups: Sequence[Group], known: Iterable[str] = ()) -> dict[str, int]:
    """Return the numbers of leads by the values of a column; known values may have none."""
    sums = dict.fromkeys(known, 0)
    for group in groups:
        value = getattr(group, column)
        if value is not None:
            sums[value] = sums.get(value, 0) + group.leads
    return sums


def _frequent_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
