"""The conditions in SQL for cars that a customer describes."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, and_, func, not_

from autoleads.models import Car
from autoleads.text.chat import CarCriteria
from autoleads.text.colors import color_pattern
from autoleads.text.features import FEATURES
from autoleads.text.search import search_words

Conditions = list[ColumnElement[bool]]

_PARITIES = {"odd": "[13579] ?[A-Z]*$", "even": "[02468] ?[A-Z]*$"}
_DRIVES = {"4x4": "4 ?[x*] ?4|4 ?wd|awd", "4x2": "4 ?[x*] ?2|2 ?wd"}


def conditions(criteria: CarCriteria) -> Conditions:
    """Return the conditions for cars that meet all criteria; an empty column meets none."""
    excluded = [not_(_has_words(name)) for name in sorted(criteria.excluded)]
    return _name(criteria) + excluded + _refused(criteria) + preferences(criteria)


def preferences(criteria: CarCriteria) -> Conditions:
    """Return the conditions that a car may miss and still come close."""
    return _traits(criteria) + _bounds(criteria)


def _refused(criteria: CarCriteria) -> Conditions:
    """Return the conditions for cars without any trait that is refused."""
    found: Conditions = []
    for field, value in sorted(criteria.refused):
        has_it = _has_color(value) if field == "color" else getattr(Car, field) == value
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
        found.append(_has_color(criteria.color))
    if criteria.plate_region is not None:
        found.append(Car.plate_number.startswith(f"{criteria.plate_region} "))
    if criteria.plate_parity is not None:
        found.append(Car.plate_number.op("~")(_PARITIES[criteria.plate_parity]))
    if criteria.drive is not None:
        found.append(_says(_DRIVES[criteria.drive]))
    found += [_says(FEATURES[name]) for name in sorted(criteria.features)]
    return found


def _has_color(color: str) -> ColumnElement[bool]:
    return Car.color.op("~*")(color_pattern(color))


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


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
