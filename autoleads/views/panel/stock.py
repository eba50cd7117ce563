"""The list of the stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autoleads.models import Car
from autoleads.models.car import CarStatus
from autoleads.services import cars, leads
from autoleads.services.cars import CarSearch, StockCounts
from autoleads.services.tenants import TenantInfo

ROWS = 20
STATUSES: tuple[CarStatus, ...] = ("available", "booked", "sold", "draft", "archived")
ACTIONS: dict[str, tuple[tuple[CarStatus, str, str], ...]] = {
    "available": (("booked", "lock", "do_book"),),
    "booked": (("available", "undo", "do_offer"),),
    "sold": (("available", "undo", "do_offer"), ("archived", "bin", "do_archive")),
    "draft": (("available", "tick", "do_publish"), ("archived", "bin", "do_archive")),
    "archived": (("available", "undo", "do_offer"),),
}
"""The status of a car → the statuses it may get with a tap, each with its icon and phrase."""
SORTS: Mapping[str, str] = {
    "newest": "sort_newest",
    "oldest": "sort_oldest",
    "price": "sort_cheapest",
    "-price": "sort_dearest",
}
"""The orders to choose from, each with the phrase that names it."""


@dataclass(frozen=True)
class StockRow:
    """A car of the list."""

    car: Car
    age: int
    """Days in stock, until it was sold."""
    leads: int
    """The number of leads that asked about it."""

    @property
    def actions(self) -> tuple[tuple[CarStatus, str, str], ...]:
        return ACTIONS[self.car.status]

    @property
    def can_be_sold(self) -> bool:
        return self.car.status in ("available", "booked")


@dataclass(frozen=True)
class StockPage:
    """The context of `panel/cars.html`."""

    wanted: CarSearch
    counts: StockCounts
    rows: Sequence[StockRow]
    total: int
    number: int
    total_pages: int

    @classmethod
    def of(cls, tenant: TenantInfo, wanted: CarSearch, number: int) -> StockPage:
        """Return a page of the cars that are searched for."""
        page = cars.search(tenant, wanted, number, ROWS)
        asked = leads.count_by_car(tenant, [car.id for car in page.items])
        return cls(
            wanted=wanted,
            counts=cars.count_stock(tenant),
            rows=[StockRow(car, _age(car), asked.get(car.id, 0)) for car in page.items],
            total=page.total,
            number=page.number,
            total_pages=page.total_pages,
        )

    @property
    def status(self) -> CarStatus | Literal["all"]:
        """The status of the cars; `all` of a list with cars of any."""
        return self.wanted.status[0] if len(self.wanted.status) == 1 else "all"

    @property
    def sorts(self) -> Mapping[str, str]:
        """The orders to choose from."""
        return SORTS

    @property
    def statuses(self) -> tuple[CarStatus, ...]:
        """The statuses to choose from."""
        return STATUSES


def _age(car: Car) -> int:
    """Return the days that a car has been, or was, in stock."""
    return ((car.sold_at or datetime.now(UTC)) - car.created_at).days
