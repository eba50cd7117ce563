"""The stock in figures: its value, its age, and the cars that stand longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from autoleads.extensions import db
from autoleads.models import Car, LeadCar
from autoleads.services.insights.figures import Period
from autoleads.services.tenants import TenantInfo

AGES = (31, 46, 61, 91)
"""The days from which a car belongs to the next older group."""
IN_STOCK = ("available", "booked")
SLOWEST_SHOWN = 8


@dataclass(frozen=True)
class AgeGroup:
    """The cars of an age."""

    cars: int = 0
    value: int = 0


@dataclass(frozen=True)
class SlowCar:
    """A car that has stood long, with the number of leads that asked about it."""

    car_id: int
    code: str
    name: str
    days: int
    leads: int


@dataclass(frozen=True)
class StockFigures:
    """The cars that are available or booked, and those sold in the period."""

    sold: int
    cars: int
    value: int
    median_days: float | None
    ages: Sequence[AgeGroup]
    """From the youngest to the oldest; one more than `AGES`."""
    slowest: Sequence[SlowCar]


def stock_figures(tenant: TenantInfo, period: Period) -> StockFigures:
    """Return the figures of the stock as it is now, with what was sold in a period."""
    start, end = period.bounds(tenant)
    in_stock = Car.status.in_(IN_STOCK)
    sold = (Car.sold_at >= start) & (Car.sold_at < end)
    totals = db.session.execute(
        select(
            func.count().filter(sold),
            func.count().filter(in_stock),
            func.coalesce(func.sum(Car.price).filter(in_stock), 0),
            func.percentile_cont(0.5).within_group(_days()).filter(in_stock),
        ).where(Car.tenant_id == tenant.id)
    ).one()
    ages = _ages(tenant)
    return StockFigures(
        sold=totals[0],
        cars=totals[1],
        value=int(totals[2]),
        median_days=totals[3],
        ages=[ages.get(number, AgeGroup()) for number in range(len(AGES) + 1)],
        slowest=_slowest(tenant),
    )


def _days() -> ColumnElement[int]:
    """Return the whole days that a car has been in stock."""
    seconds = func.extract("epoch", func.now() - Car.created_at)
    return cast(func.floor(seconds / 86_400), Integer)


def _ages(tenant: TenantInfo) -> dict[int, AgeGroup]:
    group = func.width_bucket(_days(), literal(list(AGES), ARRAY(Integer)))
    query = select(group, func.count(), func.sum(Car.price)).where(
        Car.tenant_id == tenant.id, Car.status.in_(IN_STOCK)
    )
    rows = db.session.execute(query.group_by(group))
    return {number: AgeGroup(cars, int(value)) for number, cars, value in rows}


def _slowest(tenant: TenantInfo) -> list[SlowCar]:
    asked = (
        select(func.count())
        .where(LeadCar.tenant_id == tenant.id, LeadCar.car_id == Car.id)
        .correlate(Car)
        .scalar_subquery()
    )
    query = (
        select(Car.id, Car.display_code, Car.public_name, _days(), asked)
        .where(Car.tenant_id == tenant.id, Car.status == "available")
        .order_by(Car.created_at, Car.id)
        .limit(SLOWEST_SHOWN)
    )
    return [SlowCar(*row) for row in db.session.execute(query)]
