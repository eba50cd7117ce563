"""What buyers wished for, kept so that the dealer sees what he should buy."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Lead, SearchRequest
from autoleads.services.autoreply.stock_search import SearchOutcome
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria

SAME_REQUEST = timedelta(hours=24)
COLUMNS = (
    "brand", "model", "year_min", "year_max", "transmission", "fuel_type", "body_type", "color", "price_min", "price_max"
)  # fmt: skip


def record(
    tenant: TenantInfo, lead: Lead, found: SearchOutcome, channel: str | None, now: datetime
) -> None:
    """Note a criteria, met or unmet; one asked again within a day counts once, and one that says nothing not at all."""
    if found.criteria == CarCriteria():
        return
    wanted = {column: getattr(found.criteria, column) for column in COLUMNS} | {
        "met": bool(found.cars)
    }
    again = select(SearchRequest.id).where(
        SearchRequest.tenant_id == tenant.id,
        SearchRequest.lead_id == lead.id,
        SearchRequest.created_at > now - SAME_REQUEST,
        *(
            getattr(SearchRequest, column).is_not_distinct_from(value)
            for column, value in wanted.items()
        ),
    )
    if db.session.scalar(again.limit(1)) is None:
        db.session.add(
            SearchRequest(
                tenant_id=tenant.id,
                lead_id=lead.id,
                channel=channel or lead.channel,
                created_at=now,
                **wanted,
            )
        )
