"""The activity of the team, newest first: leads, cars, and everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import AuditEvent, Car, CarEvent, LeadEvent
from autoleads.services.tenants import TenantInfo

Event = AuditEvent | CarEvent | LeadEvent
SOURCES: tuple[type[Event], ...] = (AuditEvent, CarEvent, LeadEvent)


@dataclass(frozen=True)
class Activity:
    """A part of what the team did."""

    events: Sequence[Event]
    """The newest first."""
    codes: dict[int, str]
    """The display codes of the cars that they name, by id."""
    next_before: datetime | None
    """Where older ones begin; None: there are none."""


def team_activity(
    tenant: TenantInfo, *, before: datetime | None, user_id: int | None, limit: int
) -> Activity:
    """Return what the team, or one of them, did before a moment."""
    found = [
        event for model in SOURCES for event in _newest(tenant, model, before, user_id, limit + 1)
    ]
    found.sort(key=lambda event: event.created_at, reverse=True)
    shown = found[:limit]
    next_before = shown[-1].created_at if len(found) > limit else None
    return Activity(shown, _codes(tenant, shown), next_before)


def _newest(
    tenant: TenantInfo,
    model: type[Event],
    before: datetime | None,
    user_id: int | None,
    limit: int,
) -> Sequence[Any]:
    query = select(model).where(model.tenant_id == tenant.id, model.user_id.is_not(None))
    if before is not None:
        query = query.where(model.created_at < before)
    if user_id is not None:
        query = query.where(model.user_id == user_id)
    return db.session.scalars(query.order_by(model.id.desc()).limit(limit)).all()


def _codes(tenant: TenantInfo, events: Sequence[Event]) -> dict[int, str]:
    ids = {event.car_id for event in events if isinstance(event, CarEvent)}
    if not ids:
        return {}
    query = select(Car.id, Car.display_code).where(Car.tenant_id == tenant.id, Car.id.in_(ids))
    return {row.id: row.display_code for row in db.session.execute(query)}
