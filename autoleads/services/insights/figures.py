"""The figures of a period: leads, replies, sales, and where customers come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Date, Row, Subquery, case, cast, func, select, tuple_

from autoleads.extensions import db
from autoleads.models import Lead, SearchRequest
from autoleads.services.leads import first_response_seconds
from autoleads.services.tenants import TenantInfo

VISITED = ("visiting", "negotiating", "won")
UNMET_SHOWN = 8
Bar = Literal["day", "week"]


@dataclass(frozen=True)
class Period:
    """Days in the tenant's time zone, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def bar(self) -> Bar:
        """The span of one bar of a chart."""
        return "day" if self.days <= 31 else "week"

    def bounds(self, tenant: TenantInfo) -> tuple[datetime, datetime]:
        """Return the moments at which it begins and has ended."""
        end = self.last + timedelta(days=1)
        return _midnight(tenant, self.first), _midnight(tenant, end)

    def previous(self) -> Period:
        """Return the period of as many days before it."""
        last = self.first - timedelta(days=1)
        return Period(last - timedelta(days=self.days - 1), last)


@dataclass(frozen=True)
class LeadGroup:
    """Some of the leads that were opened in the period."""

    leads: int = 0
    median_seconds: float | None = None
    """Until a person's first reply, of those that have one."""
    p90_seconds: float | None = None
    in_time: int = 0
    """Replied to within the tenant's target."""
    visited: int = 0
    won: int = 0


@dataclass
class LeadFigures:
    """The leads that were opened in the period, as a whole and in groups."""

    total: LeadGroup = field(default_factory=LeadGroup)
    previous_leads: int = 0
    """Opened in the period before."""
    by_user: dict[int | None, LeadGroup] = field(default_factory=dict)
    """By assignee."""
    by_origin: dict[str, LeadGroup] = field(default_factory=dict)
    """By `channel_…`; by `source_…`, where no channel is known."""
    bars: dict[date, dict[str, int]] = field(default_factory=dict)
    """The number of leads by source, by the first day of a bar."""


@dataclass(frozen=True)
class UnmetWish:
    """A kind of car that customers looked for and the stock did not have."""

    brand: str | None
    model: str | None
    transmission: str | None
    customers: int
    budget: int | None
    """The median of what they named."""


def lead_figures(tenant: TenantInfo, period: Period) -> LeadFigures:
    """Return the figures of the leads that were opened in a period."""
    figures = LeadFigures(previous_leads=_count_leads(tenant, period.previous()))
    for row in _grouped(tenant, _cohort(tenant, period)):
        group = LeadGroup(row.leads, row.median, row.p90, row.in_time, row.visited, row.won)
        match row.level:
            case "total":
                figures.total = group
            case "user":
                figures.by_user[row.assigned_to] = group
            case "origin":
                figures.by_origin[row.origin] = group
            case "bar":
                figures.bars.setdefault(row.bar, {})[row.source] = row.leads
    return figures


def unmet_wishes(tenant: TenantInfo, period: Period) -> list[UnmetWish]:
    """Return what most customers looked for in a period and the stock did not have."""
    start, end = period.bounds(tenant)
    kind = (SearchRequest.brand, SearchRequest.model, SearchRequest.transmission)
    customers = func.count(SearchRequest.lead_id.distinct())
    budget = func.percentile_cont(0.5).within_group(SearchRequest.price_max)
    rows = db.session.execute(
        select(*kind, customers, budget)
        .where(
            SearchRequest.tenant_id == tenant.id,
            SearchRequest.created_at >= start,
            SearchRequest.created_at < end,
            SearchRequest.met.is_(False),
            func.coalesce(SearchRequest.model, SearchRequest.brand).is_not(None),
        )
        .group_by(*kind)
        .order_by(customers.desc(), *kind)
        .limit(UNMET_SHOWN)
    )
    return [
        UnmetWish(brand, model, transmission, people, None if most is None else int(most))
        for brand, model, transmission, people, most in rows
    ]


def _count_leads(tenant: TenantInfo, period: Period) -> int:
    start, end = period.bounds(tenant)
    opened = (Lead.tenant_id == tenant.id, Lead.created_at >= start, Lead.created_at < end)
    return db.session.scalars(select(func.count()).select_from(Lead).where(*opened)).one()


def _cohort(tenant: TenantInfo, period: Period) -> Subquery:
    """Select the leads that were opened in a period, with all that they are grouped by."""
    start, end = period.bounds(tenant)
    local = func.timezone(tenant.timezone, Lead.created_at)
    return (
        select(
            Lead.assigned_to,
            Lead.source,
            func.coalesce("channel_" + Lead.channel, "source_" + Lead.source).label("origin"),
            cast(func.date_trunc(period.bar, local), Date).label("bar"),
            first_response_seconds(tenant).label("seconds"),
            Lead.status.in_(VISITED).label("visited"),
            (Lead.status == "won").label("won"),
        )
        .where(Lead.tenant_id == tenant.id, Lead.created_at >= start, Lead.created_at < end)
        .subquery()
    )


def _grouped(tenant: TenantInfo, cohort: Subquery) -> Sequence[Row[Any]]:
    """Return all groups in one pass; `level` says what a row is grouped by."""
    leads = cohort.c
    target = tenant.answer_target_minutes * 60
    levels = func.grouping(leads.assigned_to, leads.origin, leads.bar)
    names = {0b111: "total", 0b011: "user", 0b101: "origin", 0b110: "bar"}
    sets = func.grouping_sets(
        tuple_(), tuple_(leads.assigned_to), tuple_(leads.origin), tuple_(leads.bar, leads.source)
    )
    query = select(
        case(*((levels == bits, name) for bits, name in names.items())).label("level"),
        leads.assigned_to,
        leads.origin,
        leads.bar,
        leads.source,
        func.count().label("leads"),
        func.percentile_cont(0.5).within_group(leads.seconds).label("median"),
        func.percentile_cont(0.9).within_group(leads.seconds).label("p90"),
        func.count().filter(leads.seconds <= target).label("in_time"),
        func.count().filter(leads.visited).label("visited"),
        func.count().filter(leads.won).label("won"),
    )
    return db.session.execute(query.group_by(sets)).all()


def _midnight(tenant: TenantInfo, day: date) -> datetime:
    return datetime.combine(day, time(), tenant.zone).astimezone(UTC)
