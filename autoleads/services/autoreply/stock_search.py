"""A wish against the stock: what fits it whole, what is unavailable, what comes near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, func, not_, select

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services.cars import SHOWN
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarWish
from autoleads.text.colors import color_pattern
from autoleads.text.search import search_words

MOST_CARS = 3
UNAVAILABLE = ("booked", "sold")
BUDGET_STRETCH = 1.15
"""How far above the budget a car still comes near."""


@dataclass(frozen=True)
class SearchOutcome:
    """What a wish found: cars that fit, or else those that would have (`unavailable`) and those that nearly do (`alternatives`)."""

    wish: CarWish
    cars: Sequence[Car]
    more: bool = False
    unavailable: Sequence[Car] = ()
    alternatives: Sequence[Car] = ()


def find(tenant: TenantInfo, wish: CarWish) -> SearchOutcome:
    """Available cars for which the whole wish holds, best first; without any, what is unavailable or comes near."""
    fitting = _cars(tenant, ("available",), conditions(wish), MOST_CARS + 1)
    if fitting:
        return SearchOutcome(wish, fitting[:MOST_CARS], more=len(fitting) > MOST_CARS)
    return SearchOutcome(
        wish,
        (),
        unavailable=_cars(tenant, UNAVAILABLE, conditions(wish), 1),
        alternatives=_alternatives(tenant, wish),
    )


def among(tenant: TenantInfo, cars: Sequence[Car], wish: CarWish) -> Sequence[Car]:
    """Those of the cars for which the wish holds, in their order."""
    if not cars:
        return ()
    fitting = _cars(
        tenant, SHOWN, [*conditions(wish), Car.id.in_([car.id for car in cars])], len(cars)
    )
    ids = {car.id for car in fitting}
    return [car for car in cars if car.id in ids]


def newest(tenant: TenantInfo) -> Sequence[Car]:
    """The latest arrivals, to choose from."""
    return db.session.scalars(
        select(Car)
        .where(Car.tenant_id == tenant.id, Car.status == "available")
        .order_by(Car.created_at.desc(), Car.id.desc())
        .limit(MOST_CARS)
    ).all()


def models_in_stock(tenant: TenantInfo) -> dict[str, str]:
    """The dealer's own names of models, each with its brand."""
    names = (
        select(Car.model, Car.brand)
        .where(Car.tenant_id == tenant.id, Car.status.in_(SHOWN))
        .distinct()
    )
    return dict(db.session.execute(names).all())


def conditions(wish: CarWish) -> list[ColumnElement[bool]]:
    """What must hold of a car; a field it does not have fits no wish."""
    found = [
        *_named(wish),
        *(not_(_has_words(name)) for name in sorted(wish.excluded)),
        *_equals(wish),
        *_bounds(wish),
    ]
    if wish.color:
        found.append(Car.color.op("~*")(color_pattern(wish.color)))
    if wish.variant:
        name = Car.model + " " + func.coalesce(Car.variant, "")
        found.append(name.op("~*")(rf"\m{re.escape(wish.variant)}\M"))
    return found


def _equals(wish: CarWish) -> list[ColumnElement[bool]]:
    traits = [
        (Car.transmission, wish.transmission),
        (Car.fuel_type, wish.fuel_type),
        (Car.body_type, wish.body_type),
    ]
    return [column == value for column, value in traits if value is not None]


def _bounds(wish: CarWish) -> list[ColumnElement[bool]]:
    least = [(Car.year, wish.year_min), (Car.price, wish.price_min), (Car.seats, wish.seats)]
    most = [(Car.year, wish.year_max), (Car.price, wish.price_max), (Car.km, wish.km_max)]
    return [
        *(column >= bound for column, bound in least if bound is not None),
        *(column <= bound for column, bound in most if bound is not None),
    ]


def _named(wish: CarWish) -> list[ColumnElement[bool]]:
    if wish.model is None:
        return [_has_words(wish.brand.split("-")[0])] if wish.brand else []
    key = _key(wish.model)
    if len(key) > 2:
        return [_has_words(wish.model)]
    # "2" of "Mazda 2" would begin every year: so short a name must be the whole name.
    whole = func.regexp_replace(func.lower(Car.model), "[^a-z0-9]", "", "g")
    return [whole.in_([key, _key(wish.brand or "") + key])]


def _has_words(name: str) -> ColumnElement[bool]:
    return and_(*(Car.search_text.like(f"% {word}%") for word in search_words(name)))


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _alternatives(tenant: TenantInfo, wish: CarWish) -> Sequence[Car]:
    """The same model in another year, colour or price; else the same kind of car at about that price."""
    kept = CarWish(excluded=wish.excluded)
    if wish.model or wish.brand:
        same_name = replace(kept, brand=wish.brand, model=wish.model)
        if cars := _cars(tenant, ("available",), conditions(same_name), MOST_CARS):
            return cars
    if wish.price_max is None:
        return ()
    kind = replace(
        kept,
        transmission=wish.transmission,
        body_type=wish.body_type,
        price_max=int(wish.price_max * BUDGET_STRETCH),
    )
    return _cars(tenant, ("available",), conditions(kind), MOST_CARS)


def _cars(
    tenant: TenantInfo, statuses: Sequence[str], wanted: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[Car]:
    best = (Car.year.desc(), Car.km, Car.price, Car.id)
    return db.session.scalars(
        select(Car)
        .where(Car.tenant_id == tenant.id, Car.status.in_(statuses), *wanted)
        .order_by(*best)
        .limit(limit)
    ).all()
