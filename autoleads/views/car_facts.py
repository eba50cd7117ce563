"""The facts of a car that customers may know, as a table lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from autoleads.models import Car
from autoleads.text.dates import format_month
from autoleads.text.numbers import format_cc, format_km
from autoleads.text.phrases import Phrases

T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """A line of the table."""

    label: str
    value: str


def car_facts(car: Car, phrases: Phrases) -> list[Fact]:
    """Return the facts that are stored of a car, in the order of its page."""
    values = {
        "label_year": str(car.year),
        "label_km": _shown(car.known_km, format_km),
        "label_transmission": phrases.transmission(car.transmission).capitalize(),
        "label_fuel": phrases.fuel(car.fuel_type).capitalize(),
        "label_color": car.color,
        "label_engine": _shown(car.engine_cc, format_cc),
        "label_seats": _shown(car.seats, str),
        "label_tax": _shown(car.tax_due_on, lambda day: format_month(day, phrases.language)),
        "label_plate": _shown(car.plate_number, phrases.plate),
        "label_owner": _shown(car.owner_number, str),
    }
    return [Fact(phrases(key), value) for key, value in values.items() if value]


def _shown(value: T | None, show: Callable[[T], str]) -> str | None:
    return None if value is None else show(value)
