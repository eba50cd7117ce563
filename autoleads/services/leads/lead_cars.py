"""Cars that leads ask about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, text

from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadCar
from autoleads.services.tenants import TenantInfo

ATTACH_CARS = text("""
    INSERT INTO lead_cars (tenant_id, lead_id, car_id, position, first_asked_at, last_asked_at)
    SELECT :tenant_id, :lead_id, asked.car_id, last.position + asked.place, :asked_at, :asked_at
    FROM unnest(CAST(:car_ids AS bigint[])) WITH ORDINALITY AS asked (car_id, place),
        (SELECT coalesce(max(position), 0) AS position FROM lead_cars
         WHERE tenant_id = :tenant_id AND lead_id = :lead_id) AS last
    ON CONFLICT (tenant_id, lead_id, car_id)
        DO UPDATE SET last_asked_at = greatest(lead_cars.last_asked_at, excluded.last_asked_at)
""")


def attach_cars(tenant: TenantInfo, lead: Lead, cars: Sequence[Car], asked_at: datetime) -> None:
    """Record that a locked lead asked about these cars: new ones in this order after the others."""
    insert_lead_cars(tenant, lead.id, cars, asked_at)
    db.session.expire(lead, ["lead_cars"])


def count_by_car(tenant: TenantInfo, car_ids: Collection[int]) -> dict[int, int]:
    """Return how many leads asked about each car; cars that nobody asked about are left out."""
    of_cars = (LeadCar.tenant_id == tenant.id, LeadCar.car_id.in_(car_ids))
    query = select(LeadCar.car_id, func.count().label("leads")).where(*of_cars)
    rows = db.session.execute(query.group_by(LeadCar.car_id))
    return {row.car_id: row.leads for row in rows}


def insert_lead_cars(
    tenant: TenantInfo, lead_id: int, cars: Sequence[Car], asked_at: datetime
) -> None:
    """`attach_cars` for a lead that the session has not loaded."""
    if not cars:
        return
    # A car named twice has one place: its first.
    car_ids = list(dict.fromkeys(car.id for car in cars))
    db.session.execute(
        ATTACH_CARS,
        {"tenant_id": tenant.id, "lead_id": lead_id, "car_ids": car_ids, "asked_at": asked_at},
    )
