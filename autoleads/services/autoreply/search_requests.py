"""Search requests: what customers look for, recorded so that the dealer knows what to buy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Lead, SearchRequest
from autoleads.services.autoreply.stock_search import SearchOutcome
from autoleads.services.tenants import TenantInfo

REPEAT = timedelta(hours=24)
"""The same request of a lead again within this time is not recorded."""
COLUMNS = (
    "brand",
    "model",
    "year_min",
    "year_max",
    "transmission",
    "fuel_type",
    "body_type",
    "color",
    "price_min",
    "price_max",
)


def record(
    tenant: TenantInfo, lead: Lead, outcome: SearchOutcome, channel: str | None, now: datetime
) -> None:
    """Record a search as a request, met or unmet; neither without criteria nor a second time."""
    if outcome.criteria.is_empty:
        return
    values: dict[str, Any] = {column: getattr(outcome.criteria, column) for column in COLUMNS}
    values["met"] = bool(outcome.cars)
    if _is_recorded(tenant, lead, values, now):
        return
    request = SearchRequest(
        tenant_id=tenant.id,
        lead_id=lead.id,
        channel=channel or lead.channel,
        created_at=now,
        **values,
    )
    db.session.add(request)


def _is_recorded(tenant: TenantInfo, lead: Lead, values: dict[str, Any], now: datetime) -> bool:
    recent = select(SearchRequest.id).where(
        SearchRequest.tenant_id == tenant.id,
        SearchRequest.lead_id == lead.id,
        SearchRequest.created_at > now - REPEAT,
    )
    for column, value in values.items():
        recent = recent.where(getattr(SearchRequest, column).is_not_distinct_from(value))
    return db.session.scalar(recent.limit(1)) is not None
