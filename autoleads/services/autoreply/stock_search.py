"""The search of the stock for the car that a customer describes."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, select

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services.cars import PUBLIC_STATUSES
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria
from autoleads.text.colors import color_pattern
from autoleads.text.features import FEATURES
from autoleads.text.search import search_words

MAX_CARS = 3
"""Cars in one auto-reply."""
UNAVAILABLE = ("booked", "sold")
BUDGET_STRETCH = 1.15
"""The factor by which an alternative may exceed the budget."""

Conditions = list[ColumnElement[bool]]
Order = tuple[Any, ...]
NEWEST: Order = (Car.year.desc(), Car.km, Car.price, Car.id)

_PARITIES = {"odd": "[13579] ?[A-Z]*$", "even": "[02468] ?[A-Z]*$"}
_DRIVES = {"4x4": "4 ?[x*] ?4|4 ?wd|awd", "4x2": "4 ?[x*] ?2|2 ?wd"}


@dataclass(frozen=True)
class SearchOutcome:
    """The cars that a search found; if none is available, what comes close."""

    criteria: CarCriteria
    cars: Sequence[Car]
    has_more: bool = False
    """True if more cars meet the criteria than `cars` holds."""
    unavailable: Sequence[Car] = ()
    """A booked or sold car that meets the criteria."""
    alternatives: Sequence[Car] = ()
    """Available cars that meet some of the criteria."""
    instalment_max: int | None = None
    """The highest instalment wanted, in rupiah a month."""
    needs_estimate: bool = False
    """True if the tenant has no rates to compute instalments with."""


def find(tenant: TenantInfo, criteria: CarCriteria) -> SearchOutcome:
    """Search the stock for cars that meet all criteria, the nearest to the budget first."""
    wanted = conditions(criteria)
    cars = _cars(tenant, ("available",), wanted, MAX_CARS + 1, _order(criteria))
    if cars:
        return SearchOutcome(criteria, cars[:MAX_CARS], has_more=len(cars) > MAX_CARS)
    return SearchOutcome(
        criteria,
        cars=(),
        unavailable=_cars(tenant, UNAVAILABLE, wanted, 1),
        alternatives=_alternatives(tenant, criteria),
    )


def among(tenant: TenantInfo, cars: Sequence[Car], criteria: CarCriteria) -> Sequence[Car]:
    """Return those of the cars that meet all criteria, in their order."""
    if not cars:
        return ()
    among_them = Car.id.in_([car.id for car in cars])
    matches = _cars(tenant, PUBLIC_STATUSES, [*conditions(criteria), among_them], len(cars))
    return [car for car in cars if car in matches]


def newest(tenant: TenantInfo) -> Sequence[Car]:
    """Return the latest arrivals, as examples to choose from."""
    return db.session.scalars(
        select(Car)
        .where(Car.tenant_id == tenant.id, Car.status == "available")
        .order_by(Car.created_at.desc(), Car.id.desc())
        .limit(MAX_CARS)
    ).all()


def count_available(tenant: TenantInfo) -> int:
    """Return how many cars can be bought."""
    query = select(func.count()).where(Car.tenant_id == tenant.id, Car.status == "available")
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class NamesInStock:
    """The tenant's own names: each model with its brand, and each variant behind its model."""

    models: Mapping[str, str]
    variants: Collection[tuple[str, str]]


def names_in_stock(tenant: TenantInfo) -> NamesInStock:
    """Return the names of the cars that customers may know of."""
    names = (
        select(Car.model, Car.brand, Car.variant)
        .where(Car.tenant_id == tenant.id, Car.status.in_(PUBLIC_STATUSES))
        .distinct()
    )
    rows = db.session.execute(names).all()
    return NamesInStock(
        models={model: brand for model, brand, _ in rows},
        variants=[(model, variant) for model, _, variant in rows if variant],
    )


def conditions(criteria: CarCriteria) -> Conditions:
    """Return the conditions for cars that meet all criteria; an empty column meets none."""
    excluded = [not_(_has_words(name)) for name in sorted(criteria.excluded)]
    return _name(criteria) + excluded + _refused(criteria) + _traits(criteria) + _bounds(criteria)


def _refused(criteria: CarCriteria) -> Conditions:
    """Return the conditions for cars without any trait that is refused."""
    found: Conditions = []
    for field, value in sorted(criteria.refused):
        column = getattr(Car, field)
        has_it = column.op("~*")(color_pattern(value)) if field == "color" else column == value
        found.append(has_it.is_not(True))
    return found


def _name(criteria: CarCriteria) -> Conditions:
    found: Conditions = []
    if criteria.model is not None:
        found.append(_is_model(criteria.model, criteria.brand or ""))
    elif criteria.brand:
        found.append(_has_words(criteria.brand.split("-")[0]))
    if criteria.variant:
        full_name = Car.model + " " + func.coalesce(Car.variant, "")
        found.append(full_name.op("~*")(rf"\m{re.escape(criteria.variant)}\M"))
    return found


def _is_model(model: str, brand: str) -> ColumnElement[bool]:
    key = _key(model)
    if len(key) > 2:
        return _has_words(model)
    # "2" of "Mazda 2" begins every year: a name as short as that must be the whole name.
    whole_name = func.regexp_replace(func.lower(Car.model), "[^a-z0-9]", "", "g")
    return whole_name.in_([key, _key(brand) + key])


def _traits(criteria: CarCriteria) -> Conditions:
    found: Conditions = []
    if criteria.transmission is not None:
        found.append(Car.transmission == criteria.transmission)
    if criteria.fuel_type is not None:
        found.append(Car.fuel_type == criteria.fuel_type)
    if criteria.body_type is not None:
        found.append(Car.body_type == criteria.body_type)
    if criteria.color:
        found.append(Car.color.op("~*")(color_pattern(criteria.color)))
    if criteria.plate_region is not None:
        found.append(Car.plate_number.startswith(f"{criteria.plate_region} "))
    if criteria.plate_parity is not None:
        found.append(Car.plate_number.op("~")(_PARITIES[criteria.plate_parity]))
    if criteria.drive is not None:
        found.append(_says(_DRIVES[criteria.drive]))
    found += [_says(FEATURES[name]) for name in sorted(criteria.features)]
    return found


def _says(pattern: str) -> ColumnElement[bool]:
    """Return the condition for cars whose name or features say something."""
    features = func.array_to_string(Car.features, " ")
    return func.concat_ws(" ", Car.model, Car.variant, features).op("~*")(rf"\m(?:{pattern})\M")


def _bounds(criteria: CarCriteria) -> Conditions:
    found: Conditions = []
    if criteria.year_min is not None:
        found.append(Car.year >= criteria.year_min)
    if criteria.year_max is not None:
        found.append(Car.year <= criteria.year_max)
    if criteria.price_min is not None:
        found.append(Car.price >= criteria.price_min)
    if criteria.price_max is not None:
        found.append(Car.price <= criteria.price_max)
    if criteria.km_max is not None:
        found.append(Car.km <= criteria.km_max)
    if criteria.seats is not None:
        found.append(Car.seats >= criteria.seats)
    return found


def _has_words(name: str) -> ColumnElement[bool]:
    return and_(*(Car.search_text.like(f"% {word}%") for word in search_words(name)))


def _order(criteria: CarCriteria) -> Order:
    """Return the order of a search: by price, by the distance to the budget, or the newest."""
    if criteria.cheapest:
        return (Car.price, Car.id)
    if criteria.price_max is not None:
        return (func.abs(Car.price - criteria.price_max), *NEWEST)
    return NEWEST


def _likeness(criteria: CarCriteria) -> Order:
    """Return the order that has the cars first that meet the most criteria."""
    wanted = _traits(criteria) + _bounds(criteria)
    if not wanted:
        return _order(criteria)
    met = [case((condition, 1), else_=0) for condition in wanted]
    return (reduce(operator.add, met).desc(), *_order(criteria))


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _alternatives(tenant: TenantInfo, criteria: CarCriteria) -> Sequence[Car]:
    """Return available cars of the same name, or else of the same kind at about that price."""
    exclusion = CarCriteria(excluded=criteria.excluded, refused=criteria.refused)
    if criteria.names_a_car:
        same_name = replace(exclusion, brand=criteria.brand, model=criteria.model)
        cars = _alike(tenant, same_name, criteria)
        if cars:
            return cars
    if criteria.price_max is None:
        return ()
    same_kind = replace(
        exclusion,
        transmission=criteria.transmission,
        body_type=criteria.body_type,
        price_max=int(criteria.price_max * BUDGET_STRETCH),
    )
    return _alike(tenant, same_kind, criteria)


def _alike(tenant: TenantInfo, near: CarCriteria, criteria: CarCriteria) -> Sequence[Car]:
    """Return the available cars that meet `near`, those first that meet most of the criteria."""
    order = _likeness(criteria)
    return _cars(tenant, ("available",), conditions(near), MAX_CARS, order)


def _cars(
    tenant: TenantInfo,
    statuses: Sequence[str],
    wanted: Conditions,
    limit: int,
    order: Order = NEWEST,
) -> Sequence[Car]:
    return db.session.scalars(
        select(Car)
        .where(Car.tenant_id == tenant.id, Car.status.in_(statuses), *wanted)
        .order_by(*order)
        .limit(limit)
    ).all()
