"""Available cars that need a look, and how many cars there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from autoleads.extensions import db
from autoleads.services.tenants import TenantInfo

Notice = Literal["no_photo", "tax_lapsed", "old"]
"""Something to look at; `old` cars have been in stock for more than 90 days."""


@dataclass(frozen=True)
class StockCounts:
    """The numbers of cars."""

    by_status: dict[str, int]
    notices: dict[Notice, int]
    """Of available cars, by the reason to look at them; reasons without cars are left out."""


CONDITIONS: dict[Notice, str] = {
    "no_photo": (
        "NOT EXISTS (SELECT FROM car_photos"
        " WHERE car_photos.tenant_id = cars.tenant_id AND car_photos.car_id = cars.id)"
    ),
    "tax_lapsed": "cars.tax_due_on < %(today)s",
    "old": "cars.created_at::date < %(today)s - 90",
}


def notice_condition(tenant: TenantInfo, notice: Notice, parameters: dict[str, Any]) -> str:
    """Return the condition for cars that need a look for a reason; add the parameters of it."""
    parameters["today"] = datetime.now(tenant.zone).date()
    return CONDITIONS[notice]


def count_stock(tenant: TenantInfo) -> StockCounts:
    """Return how many cars have each status, and how many need a look."""
    parameters: dict[str, Any] = {"tenant_id": tenant.id}
    counts = [
        f"count(*) FILTER (WHERE {notice_condition(tenant, notice, parameters)}) AS {notice}"
        for notice in CONDITIONS
    ]
    statement = f"""
        SELECT status, count(*) AS total, {", ".join(counts)} FROM cars
        WHERE cars.tenant_id = %(tenant_id)s GROUP BY status
    """
    rows = db.session.connection().exec_driver_sql(statement, parameters).all()
    by_status = {row.status: row.total for row in rows}
    available: Mapping[str, Any] = {}
    for row in rows:
        if row.status == "available":
            available = row._asdict()
    notices = {notice: available[notice] for notice in CONDITIONS if available.get(notice)}
    return StockCounts(by_status, notices)
