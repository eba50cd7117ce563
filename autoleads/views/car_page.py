"""The page of one car."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.models import Car, CarPhoto
from autoleads.services import cars
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases
from autoleads.views.car_facts import Fact, car_facts

NOTICES = {"booked": "car_booked", "sold": "car_sold"}
"""The status of a car → the phrase that its page warns with."""


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
            facts=car_facts(car, phrases),
            features=car.features,
            condition_notes=car.condition_notes,
            description=car.description,
            photos=car.photos,
            similar=[SimilarCar(other.public_name, other.slug, other.price) for other in similar],
            chat_link=cars.chat_link(tenant, car),
        )
