"""Search requests by week or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, func, select

from autoleads.extensions import db
from autoleads.models import SearchRequest
from autoleads.services.tenants import TenantInfo

Period = Literal["week", "month"]
SPAN = {"week": timedelta(weeks=12), "month": timedelta(days=366)}


@dataclass(kw_only=True)
class DemandCount:
    """A number of search requests, and of those that nothing in stock met."""

    wishes: int = 0
    unmet: int = 0

    @property
    def unmet_share(self) -> float:
        """The share of search requests that nothing in stock met, from 0 to 1."""
        return round(self.unmet / self.wishes, 3) if self.wishes else 0.0

    def add(self, wishes: int, unmet: int) -> None:
        self.wishes += wishes
        self.unmet += unmet


@dataclass(kw_only=True)
class ModelDemand(DemandCount):
    """The search requests for a model; for a brand or any car where no model was named."""

    brand: str | None
    model: str | None


@dataclass(kw_only=True)
class PeriodDemand(DemandCount):
    """The search requests of a week or month in the tenant's time zone; weeks begin on Monday."""

    starts_on: date
    by_model: dict[tuple[str | None, str | None], ModelDemand] = field(default_factory=dict)
    channels: Counter[str] = field(default_factory=Counter)

    @property
    def models(self) -> list[ModelDemand]:
        """The models, most wanted first."""
        return sorted(
            self.by_model.values(),
            key=lambda demand: (-demand.wishes, demand.brand or "", demand.model or ""),
        )

    def add_model(self, brand: str | None, model: str | None, wishes: int, unmet: int) -> None:
        """Add search requests for one model to the period's."""
        demand = self.by_model.setdefault((brand, model), ModelDemand(brand=brand, model=model))
        demand.add(wishes, unmet)
        self.add(wishes, unmet)


def demand_by_period(tenant: TenantInfo, period: Period) -> list[PeriodDemand]:
    """Return the demand of the last twelve weeks or months, newest first."""
    periods: dict[date, PeriodDemand] = {}
    for row in _count_requests(tenant, period):
        starts_on = row.start.date()
        demand = periods.setdefault(starts_on, PeriodDemand(starts_on=starts_on))
        demand.add_model(row.brand, row.model, row.wishes, row.unmet)
        if row.channel:
            demand.channels[row.channel] += row.wishes
    return sorted(periods.values(), key=lambda demand: demand.starts_on, reverse=True)


def _count_requests(tenant: TenantInfo, period: Period) -> Sequence[Row[Any]]:
    """Return rows of `start, brand, model, channel, wishes, unmet`."""
    local_time = func.timezone(tenant.timezone, SearchRequest.created_at)
    start = func.date_trunc(period, local_time).label("start")
    groups = (start, SearchRequest.brand, SearchRequest.model, SearchRequest.channel)
    since = datetime.now(UTC) - SPAN[period]
    return db.session.execute(
        select(
            *groups,
            func.count().label("wishes"),
            func.count().filter(SearchRequest.met.is_(False)).label("unmet"),
        )
        .where(SearchRequest.tenant_id == tenant.id, SearchRequest.created_at >= since)
        .group_by(*groups)
    ).all()
