"""Available cars that need a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, cast, func, select

from autoleads.extensions import db
from autoleads.models import Car, CarPhoto
from autoleads.services.tenants import TenantInfo

OLD = timedelta(days=90)


@dataclass(frozen=True)
class Notices:
    """The numbers of available cars with something to look at."""

    without_photo: int
    tax_lapsed: int
    old: int
    """In stock for more than 90 days."""


def count_notices(tenant: TenantInfo, today: date) -> Notices:
    """Return how many available cars need a look."""
    row = db.session.execute(
        select(
            func.count().filter(_has_no_photo()).label("without_photo"),
            func.count().filter(_has_lapsed_tax(today)).label("tax_lapsed"),
            func.count().filter(_is_old(today)).label("old"),
        ).where(Car.tenant_id == tenant.id, Car.status == "available")
    ).one()
    return Notices(row.without_photo, row.tax_lapsed, row.old)


def count_by_status(tenant: TenantInfo) -> dict[str, int]:
    """Return how many cars have each status; statuses without cars are left out."""
    query = select(Car.status, func.count().label("cars")).where(Car.tenant_id == tenant.id)
    rows = db.session.execute(query.group_by(Car.status))
    return {row.status: row.cars for row in rows}


def _has_no_photo() -> ColumnElement[bool]:
    photo = select(CarPhoto.id).where(
        CarPhoto.tenant_id == Car.tenant_id, CarPhoto.car_id == Car.id
    )
    return ~photo.exists()


def _has_lapsed_tax(today: date) -> ColumnElement[bool]:
    """Return the condition for cars whose tax is overdue."""
    return Car.tax_due_on < today


def _is_old(today: date) -> ColumnElement[bool]:
    """Return the condition for cars that have been in stock for more than 90 days."""
    return cast(Car.created_at, Date) < today - OLD
