"""The search of the stock for the car that a customer describes."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import case, func, select

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services.autoreply.car_conditions import Conditions, conditions, preferences
from autoleads.services.cars import PUBLIC_STATUSES
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria

MAX_CARS = 3
"""Cars in one auto-reply."""
UNAVAILABLE = ("booked", "sold")
BUDGET_STRETCH = 1.15
"""The factor by which an alternative may exceed the budget."""

Order = tuple[Any, ...]
NEWEST: Order = (Car.year.desc(), Car.km, Car.price, Car.id)


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
    cars = available_cars(tenant, wanted, MAX_CARS + 1, _order(criteria))
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
    return available_cars(tenant, [], MAX_CARS, (Car.created_at.desc(), Car.id.desc()))


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


def _order(criteria: CarCriteria) -> Order:
    """Return the order of a search: by price, by the distance to the budget, or the newest."""
    if criteria.cheapest:
        return (Car.price, Car.id)
    if criteria.price_max is not None:
        return (func.abs(Car.price - criteria.price_max), *NEWEST)
    return NEWEST


def _likeness(criteria: CarCriteria) -> Order:
    """Return the order that has the cars first that meet the most criteria."""
    wanted = preferences(criteria)
    if not wanted:
        return _order(criteria)
    met = [case((condition, 1), else_=0) for condition in wanted]
    return (reduce(operator.add, met).desc(), *_order(criteria))


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
    return available_cars(tenant, conditions(near), MAX_CARS, _likeness(criteria))


def available_cars(
    tenant: TenantInfo, wanted: Conditions, limit: int, order: Order
) -> Sequence[Car]:
    """Return the first cars that can be bought and meet all conditions."""
    return _cars(tenant, ("available",), wanted, limit, order)


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
