"""The history of a car: changes of its prices, its status and its display code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Car, CarEvent, User
from autoleads.services.cars.lookup import get
from autoleads.services.tenants import TenantInfo

SHOWN = {"price": "price", "credit_price": "creditPrice", "status": "status"}
"""Columns whose changes the team sees, each with its name in `CarEvent.field`."""
RECORDED = SHOWN | {"display_code": "displayCode"}
"""Former codes are recorded so that no new car gets one of them."""
MAX_LENGTH = 500


def history(tenant: TenantInfo, car_id: int) -> list[CarEvent]:
    """Return the latest 500 changes of price, credit price and status, the newest first.

    Raises:
        NotFound: the tenant has no such car.
    """
    car = get(tenant, car_id)
    query = (
        select(CarEvent)
        .where(
            CarEvent.tenant_id == tenant.id,
            CarEvent.car_id == car.id,
            CarEvent.field.in_(SHOWN.values()),
        )
        .order_by(CarEvent.id.desc())
        .limit(MAX_LENGTH)
    )
    return list(db.session.scalars(query))


def recorded_values(car: Car) -> dict[str, Any]:
    """Return the values whose changes are recorded, by column."""
    return {column: getattr(car, column) for column in RECORDED}


def record_changes(
    tenant: TenantInfo, car: Car, before: Mapping[str, Any], by: User | None
) -> None:
    """Add an event for each recorded value that is not the one before."""
    for column, value in recorded_values(car).items():
        if value == before[column]:
            continue
        event = CarEvent(
            tenant_id=tenant.id,
            car_id=car.id,
            user_id=by.id if by else None,
            field=RECORDED[column],
            from_value=before[column],
            to_value=value,
            created_at=datetime.now(UTC),
        )
        db.session.add(event)
