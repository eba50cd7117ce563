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
from autoleads.text.chat import CarCriteria
from autoleads.text.colors import color_pattern
from autoleads.text.search import search_words

MOST_CARS = 3
UNAVAILABLE = ("booked", "sold")
BUDGET_STRETCH = 1.15
"""How far above the budget a car still comes near."""


@dataclass(frozen=True)
class SearchOutcome:
    """What a wish found: cars that fit, or else those that would have (`unavailable`) and those that nearly do (`alternatives`)."""

    criteria: CarCriteria
    cars: Sequence[Car]
    more: bool = False
    unavailable: Sequence[Car] = ()
    alternatives: Sequence[Car] = ()


def find(tenant: TenantInfo, criteria: CarCriteria) -> SearchOutcome:
    """Available cars for which the whole wish holds, best first; without any, what is unavailable or comes near."""
    fitting = _cars(tenant, ("available",), conditions(criteria), MOST_CARS + 1)
    if fitting:
        return SearchOutcome(criteria, fitting[:MOST_CARS], more=len(fitting) > MOST_CARS)
    return SearchOutcome(
        criteria,
        (),
        unavailable=_cars(tenant, UNAVAILABLE, conditions(criteria), 1),
        alternatives=_alternatives(tenant, criteria),
    )


def among(tenant: TenantInfo, cars: Sequence[Car], criteria: CarCriteria) -> Sequence[Car]:
    """Those of the cars for which the wish holds, in their order."""
    if not cars:
        return ()
    fitting = _cars(
        tenant, SHOWN, [*conditions(criteria), Car.id.in_([car.id for car in cars])], len(cars)
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


def conditions(criteria: CarCriteria) -> list[ColumnElement[bool]]:
    """What must hold of a car; a field it does not have fits no criteria."""
    found = [
        *_named(criteria),
        *(not_(_has_words(name)) for name in sorted(criteria.excluded)),
        *_equals(criteria),
        *_bounds(criteria),
    ]
    if criteria.color:
        found.append(Car.color.op("~*")(color_pattern(criteria.color)))
    if criteria.variant:
        name = Car.model + " " + func.coalesce(Car.variant, "")
        found.append(name.op("~*")(rf"\m{re.escape(criteria.variant)}\M"))
    return found


def _equals(criteria: CarCriteria) -> list[ColumnElement[bool]]:
    traits = [
        (Car.transmission, criteria.transmission),
        (Car.fuel_type, criteria.fuel_type),
        (Car.body_type, criteria.body_type),
    ]
    return [column == value for column, value in traits if value is not None]


def _bounds(criteria: CarCriteria) -> list[ColumnElement[bool]]:
    least = [
        (Car.year, criteria.year_min),
        (Car.price, criteria.price_min),
        (Car.seats, criteria.seats),
    ]
    most = [
        (Car.year, criteria.year_max),
        (Car.price, criteria.price_max),
        (Car.km, criteria.km_max),
    ]
    return [
        *(column >= bound for column, bound in least if bound is not None),
        *(column <= bound for column, bound in most if bound is not None),
    ]


def _named(criteria: CarCriteria) -> list[ColumnElement[bool]]:
    if criteria.model is None:
        return [_has_words(criteria.brand.split("-")[0])] if criteria.brand else []
    key = _key(criteria.model)
    if len(key) > 2:
        return [_has_words(criteria.model)]
    # "2" of "Mazda 2" would begin every year: so short a name must be the whole name.
    whole = func.regexp_replace(func.lower(Car.model), "[^a-z0-9]", "", "g")
    return [whole.in_([key, _key(criteria.brand or "") + key])]


def _has_words(name: str) -> ColumnElement[bool]:
    return and_(*(Car.search_text.like(f"% {word}%") for word in search_words(name)))


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _alternatives(tenant: TenantInfo, criteria: CarCriteria) -> Sequence[Car]:
    """The same model in another year, colour or price; else the same kind of car at about that price."""
    kept = CarCriteria(excluded=criteria.excluded)
    if criteria.model or criteria.brand:
        same_name = replace(kept, brand=criteria.brand, model=criteria.model)
        if cars := _cars(tenant, ("available",), conditions(same_name), MOST_CARS):
            return cars
    if criteria.price_max is None:
        return ()
    kind = replace(
        kept,
        transmission=criteria.transmission,
        body_type=criteria.body_type,
        price_max=int(criteria.price_max * BUDGET_STRETCH),
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
