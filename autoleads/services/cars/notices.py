"""Available cars that need a look, and how many cars there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Date, Select, cast, func, select

from autoleads.extensions import db
from autoleads.models import Car, CarPhoto
from autoleads.services.tenants import TenantInfo

Notice = Literal["no_photo", "tax_lapsed", "old"]
"""Something to look at; `old` cars have been in stock for more than 90 days."""
OLD = timedelta(days=90)


@dataclass(frozen=True)
class StockCounts:
    """The numbers of cars."""

    by_status: dict[str, int]
    notices: dict[Notice, int]
    """Of available cars, by the reason to look at them; reasons without cars are left out."""


def count_stock(tenant: TenantInfo) -> StockCounts:
    """Return how many cars have each status, and how many need a look."""
    reasons: tuple[Notice, ...] = get_args(Notice)
    notices = [func.count().filter(has_notice(tenant, reason)) for reason in reasons]
    query = select(Car.status, func.count(), *notices).where(Car.tenant_id == tenant.id)
    rows = db.session.execute(query.group_by(Car.status)).all()
    by_status = {status: count for status, count, *_ in rows}
    available = [row[2:] for row in rows if row[0] == "available"]
    counts = zip(reasons, available[0] if available else (), strict=False)
    return StockCounts(by_status, {reason: count for reason, count in counts if count})


def has_notice(tenant: TenantInfo, notice: Notice) -> ColumnElement[bool]:
    """Return the condition for cars that need a look for a reason."""
    today = datetime.now(tenant.zone).date()
    match notice:
        case "no_photo":
            return ~_photos_of_car().exists()
        case "tax_lapsed":
            return Car.tax_due_on < today
        case "old":
            return cast(Car.created_at, Date) < today - OLD


def _photos_of_car() -> Select[int]:
    same_car = (CarPhoto.tenant_id == Car.tenant_id) & (CarPhoto.car_id == Car.id)
    return select(CarPhoto.id).where(same_car)
