"""The list of the stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autoleads.models import Car
from autoleads.models.car import CarStatus
from autoleads.services import cars
from autoleads.services.cars import CarSearch
from autoleads.services.tenants import TenantInfo

ROWS = 20
Shown = Literal["available", "booked", "sold", "draft"]
FILTERS: dict[Shown, str] = {
    "available": "stock_available",
    "booked": "stock_booked",
    "sold": "stock_sold",
    "draft": "stock_draft",
}
ACTIONS: dict[str, tuple[tuple[CarStatus, str, str], ...]] = {
    "available": (("booked", "lock", "do_book"), ("sold", "tick", "do_sell")),
    "booked": (("sold", "tick", "do_sell"), ("available", "undo", "do_offer")),
    "sold": (("available", "undo", "do_offer"),),
    "draft": (("available", "tick", "do_publish"),),
}
"""The status of a car → the statuses it may get with a tap, each with its icon and phrase."""


@dataclass(frozen=True)
class StockRow:
    """A car of the list."""

    car: Car
    age: int
    """Days in stock."""

    @property
    def actions(self) -> tuple[tuple[CarStatus, str, str], ...]:
        return ACTIONS.get(self.car.status, ())


@dataclass(frozen=True)
class StockPage:
    """The context of `panel/cars.html`."""

    shown: Shown
    q: str
    counts: dict[str, int]
    rows: Sequence[StockRow]
    total: int
    number: int
    total_pages: int

    @classmethod
    def of(cls, tenant: TenantInfo, shown: Shown, q: str, number: int) -> StockPage:
        """Return a page of the cars with one status."""
        page = cars.search(tenant, CarSearch(q=q, status=(shown,)), number, ROWS)
        now = datetime.now(UTC)
        return cls(
            shown=shown,
            q=q,
            counts=cars.count_by_status(tenant),
            rows=[StockRow(car, (now - car.created_at).days) for car in page.items],
            total=page.total,
            number=page.number,
            total_pages=page.total_pages,
        )

    @property
    def filters(self) -> dict[Shown, str]:
        """The statuses to choose from, each with the phrase that names it."""
        return FILTERS
