"""Figures about leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, WithinGroup, func, select

from autoleads.extensions import db
from autoleads.models import Lead, Message, User
from autoleads.models.lead import CLOSED, LEAD_SOURCES, LEAD_STATUSES
from autoleads.services import outbox
from autoleads.services.leads.access import visible_to
from autoleads.services.leads.queries import overdue
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True)
class Queue:
    """Messages of this dealer that wait to be sent, and for how long the oldest has."""

    queued: int
    oldest_seconds: int | None


@dataclass(frozen=True)
class LeadStats:
    """How many leads a user sees, and how they stand."""

    total: int
    open: int
    unassigned: int
    """Open, and nobody's."""
    waiting: int
    """A customer waits for an answer."""
    overdue: int
    by_status: dict[str, int]
    by_source: dict[str, int]
    by_channel: dict[str, int]
    median_first_response_seconds: int | None
    """From the first customer message, else from the lead's creation, to the first answer of a person."""
    queue: Queue


def stats(tenant: TenantInfo, user: User) -> LeadStats:
    """The figures of the leads this user may see; the queue is the dealer's."""
    ours = visible_to(tenant, user)
    still_open = Lead.status.not_in(CLOSED)
    counts = db.session.execute(
        select(
            func.count().label("total"),
            func.count().filter(still_open).label("open"),
            func.count().filter(still_open, Lead.assigned_to.is_(None)).label("unassigned"),
            func.count(Lead.waiting_since).label("waiting"),
            func.count().filter(overdue(datetime.now(UTC))).label("overdue"),
            _median_first_response(tenant).label("median"),
        ).where(*ours)
    ).one()
    by_status, by_source, by_channel = _counts_by_word(ours)
    return LeadStats(
        total=counts.total,
        open=counts.open,
        unassigned=counts.unassigned,
        waiting=counts.waiting,
        overdue=counts.overdue,
        by_status=by_status,
        by_source=by_source,
        by_channel=by_channel,
        median_first_response_seconds=None if counts.median is None else round(counts.median),
        queue=Queue(*outbox.queue_age(tenant)),
    )


def _median_first_response(tenant: TenantInfo) -> ColumnElement[float | None]:
    written_at = func.least(Message.created_at, func.coalesce(Message.sent_at, Message.created_at))
    asked_at = (
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
    seconds = func.extract(
        "epoch", Lead.first_response_at - func.coalesce(asked_at, Lead.created_at)
    )
    median: WithinGroup[float | None] = func.percentile_cont(0.5).within_group(
        func.greatest(seconds, 0)
    )
    # GREATEST passes over NULL: without this, leads without an answer would count as answered at once.
    return median.filter(Lead.first_response_at.is_not(None))


def _counts_by_word(
    ours: list[ColumnElement[bool]],
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """How many leads there are of each status, source and channel; every status and source is named."""
    by_status: dict[str, int] = dict.fromkeys(LEAD_STATUSES, 0)
    by_source: dict[str, int] = dict.fromkeys(LEAD_SOURCES, 0)
    by_channel: dict[str, int] = {}
    sets = func.grouping_sets(Lead.status, Lead.source, Lead.channel)
    rows = db.session.execute(
        select(Lead.status, Lead.source, Lead.channel, func.count().label("leads"))
        .where(*ours)
        .group_by(sets)
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
