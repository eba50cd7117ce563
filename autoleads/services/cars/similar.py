"""Available cars that resemble another car."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo

SIMILAR_PRICE = (75, 125)
"""Percent of a car's price: between them, a car of any model or shape resembles it."""


def similar(tenant: TenantInfo, car: Car, limit: int = 4) -> list[Car]:
    """Return available cars that resemble a car, the most similar first.

    Cars of its model come first, then those of its brand or body type, then those of a similar
    price; within each group the nearest price first.
    """
    same_brand = _same_text(Car.brand, car.brand)
    same_model = and_(same_brand, _same_text(Car.model, car.model))
    same_body = and_(Car.body_type.is_not(None), Car.body_type == car.body_type)
    same_kind = or_(same_brand, same_body)
    low, high = (car.price * percent // 100 for percent in SIMILAR_PRICE)
    query = (
        select(Car)
        .where(Car.tenant_id == tenant.id, Car.status == "available", Car.id != car.id)
        .where(or_(same_kind, Car.price.between(low, high)))
        .order_by(
            case((same_model, 0), (same_kind, 1), else_=2),
            func.abs(Car.price - car.price),
            Car.id,
        )
        .limit(limit)
    )
    return list(db.session.scalars(query))


def alternatives(tenant: TenantInfo, car: Car) -> list[Car]:
    """Return cars similar to a booked or sold car; no car for one that is available."""
    if car.status == "available":
        return []
    return similar(tenant, car)


def _same_text(column: InstrumentedAttribute[str], value: str) -> ColumnElement[bool]:
    return func.lower(column) == func.lower(value)
