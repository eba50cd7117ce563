"""The page of one car."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autoleads.models import Car, CarPhoto
from autoleads.services import cars
from autoleads.services.tenants import TenantInfo
from autoleads.text.dates import format_month
from autoleads.text.numbers import format_cc, format_km
from autoleads.text.phrases import Phrases

T = TypeVar("T")

NOTICES = {"booked": "car_booked", "sold": "car_sold"}
"""The status of a car → the phrase that its page warns with."""


@dataclass(frozen=True)
class Fact:
    """A line of the table of facts."""

    label: str
    value: str


@dataclass(frozen=True)
class SimilarCar:
    """A car that the page of another one links to."""

    name: str
    slug: str
    price: int


@dataclass(frozen=True)
class CarPage:
    """The context of `storefront/car.html`: nothing that only the team may read."""

    name: str
    slug: str
    code: str
    notice: str | None
    price: int
    credit_price: int | None
    km: int | None
    transmission: str
    facts: Sequence[Fact]
    features: Sequence[str]
    condition_notes: str | None
    description: str | None
    photos: Sequence[CarPhoto]
    similar: Sequence[SimilarCar]
    chat_link: str | None

    @classmethod
    def of(cls, tenant: TenantInfo, car: Car, similar: Sequence[Car]) -> CarPage:
        """Return the page of a car, with links to similar ones, in the tenant's language."""
        phrases = Phrases(tenant.locale)
        notice = NOTICES.get(car.status)
        return cls(
            name=car.public_name,
            slug=car.slug,
            code=car.display_code,
            notice=phrases(notice) if notice else None,
            price=car.price,
            credit_price=car.credit_price,
            km=car.known_km,
            transmission=phrases.transmission(car.transmission).capitalize(),
            facts=_facts(car, phrases),
            features=car.features,
            condition_notes=car.condition_notes,
            description=car.description,
            photos=car.photos,
            similar=[SimilarCar(other.public_name, other.slug, other.price) for other in similar],
            chat_link=cars.chat_link(tenant, car),
        )


def _facts(car: Car, phrases: Phrases) -> list[Fact]:
    """Return the facts that are known of a car, in the order of the page."""
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
