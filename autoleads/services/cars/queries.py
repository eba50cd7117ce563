"""Cars found: by words, filters and ranges; what there is to filter by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    cast,
    false,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from autoleads.database.pagination import Page, count_rows
from autoleads.extensions import db
from autoleads.models import Car
from autoleads.models.car import CarStatus
from autoleads.services.tenants import TenantInfo
from autoleads.text.search import search_words

Sort = Literal["newest", "price", "-price", "year", "-year", "km", "-km"]

WORDS: Mapping[str, InstrumentedAttribute[Any]] = MappingProxyType(
    {
        "brand": Car.brand,
        "model": Car.model,
        "body_type": Car.body_type,
        "transmission": Car.transmission,
        "fuel_type": Car.fuel_type,
        "color": Car.color,
    }
)
RANGES: Mapping[str, InstrumentedAttribute[int]] = MappingProxyType(
    {"price": Car.price, "year": Car.year, "km": Car.km}
)
NO_TEXT, NO_NUMBER = cast(null(), Text), cast(null(), BigInteger)


@dataclass(frozen=True)
class CarSearch:
    """What is looked for; an empty filter lets everything through, a filter of several words any of them."""

    q: str = ""
    """Every word must begin a word of brand, model, variant, code or year."""
    brand: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    body_type: tuple[str, ...] = ()
    transmission: tuple[str, ...] = ()
    fuel_type: tuple[str, ...] = ()
    color: tuple[str, ...] = ()
    min_price: int | None = None
    max_price: int | None = None
    min_year: int | None = None
    max_year: int | None = None
    min_km: int | None = None
    max_km: int | None = None
    sort: Sort = "newest"
    status: tuple[CarStatus, ...] = ("available",)


def search(tenant: TenantInfo, wanted: CarSearch, page: int, limit: int) -> Page[Car]:
    """A page of the cars that fit, in the order wanted."""
    fitting = _conditions(tenant, wanted)
    order = _order(wanted.sort)
    # Rows are fetched for this page only: what OFFSET skips is read from an index where one fits.
    ids = (
        select(Car.tenant_id, Car.id)
        .where(*fitting)
        .order_by(*order)
        .offset((page - 1) * limit)
        .limit(limit)
        .subquery()
    )
    same_car = (Car.tenant_id == ids.c.tenant_id) & (Car.id == ids.c.id)
    rows = db.session.scalars(select(Car).join(ids, same_car).order_by(*order))
    total = count_rows(select(Car).where(*fitting))
    return Page(list(rows), total, page, limit)


def facets(tenant: TenantInfo, wanted: CarSearch) -> dict[str, Any]:
    """What the fitting cars can be filtered by, each facet as if its own filter were not set.

    Returns `{brand: [{value, count}], …, price: {min, max}, year: {min, max}, total}`, frequent values first.
    """
    found: dict[str, Any] = {name: [] for name in WORDS}
    for row in db.session.execute(_facet_query(tenant, wanted)):
        if row.name in WORDS:
            found[row.name].append({"value": row.value, "count": row.count})
        elif row.name == "total":
            found["total"] = row.count
        else:
            found[row.name] = {"min": row.least, "max": row.most}
    return found


def _conditions(
    tenant: TenantInfo, wanted: CarSearch, ignore: str = ""
) -> list[ColumnElement[bool]]:
    """What must hold of a car; `ignore` names a filter that is left out."""
    conditions = [Car.tenant_id == tenant.id, Car.status.in_(wanted.status)]
    words = search_words(wanted.q)
    conditions += [Car.search_text.contains(f" {word}", autoescape=True) for word in words]
    if wanted.q.strip() and not words:
        # Signs only, such as "%": no car is called that.
        conditions.append(false())
    for name, column in WORDS.items():
        values = getattr(wanted, name)
        if values and name != ignore:
            conditions.append(func.lower(column).in_([func.lower(value) for value in values]))
    for name, number in RANGES.items():
        least, most = getattr(wanted, f"min_{name}"), getattr(wanted, f"max_{name}")
        if least is not None and name != ignore:
            conditions.append(number >= least)
        if most is not None and name != ignore:
            conditions.append(number <= most)
    return conditions


def _order(sort: Sort) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if sort == "newest":
        return Car.created_at.desc(), Car.id.desc()
    column = RANGES[sort.removeprefix("-")]
    return (column.desc(), Car.id.desc()) if sort.startswith("-") else (column.asc(), Car.id.asc())


def _facet_query(tenant: TenantInfo, wanted: CarSearch) -> Select[Any]:
    """All facets in one statement: rows of name, value, count, least, most."""

    def rows(
        name: str, value: Any = NO_TEXT, least: Any = NO_NUMBER, most: Any = NO_NUMBER
    ) -> Select[Any]:
        columns = {"value": value, "count": func.count(), "least": least, "most": most}
        shown = (column.label(label) for label, column in columns.items())
        return select(literal(name).label("name"), *shown).where(
            *_conditions(tenant, wanted, ignore=name)
        )

    values = [
        # However a dealer mixes "Toyota" and "TOYOTA", the spelling he uses most stands for both.
        rows(name, func.mode().within_group(column))
        .where(column.is_not(None))
        .group_by(func.lower(column))
        for name, column in WORDS.items()
    ]
    ranges = [
        rows(name, NO_TEXT, func.min(RANGES[name]), func.max(RANGES[name]))
        for name in ("price", "year")
    ]
    found = union_all(*values, *ranges, rows("total")).subquery()
    return select(found).order_by(found.c.count.desc(), found.c.value)
