"""Search the stock, and count what it can be filtered by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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

from autoleads.database.pagination import Page, count_rows
from autoleads.extensions import db
from autoleads.models import Car
from autoleads.models.car import CarStatus
from autoleads.services.cars.filters import RANGE_FILTERS, WORD_FILTERS
from autoleads.services.cars.notices import Notice, has_notice
from autoleads.services.tenants import TenantInfo
from autoleads.text.colors import COLOR_OF_WORD, color_pattern
from autoleads.text.search import search_words
from autoleads.text.traits import TRAIT_OF_WORD

Sort = Literal["newest", "price", "-price", "year", "-year", "km", "-km"]

NO_TEXT = cast(null(), Text)
NO_NUMBER = cast(null(), BigInteger)


@dataclass(frozen=True)
class CarSearch:
    """A search of the stock."""

    q: str = ""
    """Each word must begin a word of brand, model, variant, code or year, or be a trait's word."""
    filters: Mapping[str, Any] = field(default_factory=dict)
    """Words by the name of a word filter, bounds by `min_…` and `max_…` of a range filter."""
    sort: Sort | Literal["oldest"] = "newest"
    """`newest` and `oldest` are those of the day that a car was entered."""
    status: tuple[CarStatus, ...] = ("available",)
    notice: Notice | None = None
    """Only cars that need a look for this reason."""


def search(tenant: TenantInfo, wanted: CarSearch, page: int, limit: int) -> Page[Car]:
    """Return a page of the cars that fit a search, in its order."""
    fitting = _conditions(tenant, wanted)
    order = _order(wanted.sort)
    # Whole rows are read for this page only: what OFFSET skips is read from an index if one fits.
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
    """Count what the fitting cars can be filtered by, each facet as if its own filter were not set.

    Returns `{brand: [{value, count}], …, price: {min, max}, year: {min, max}, total}`, the frequent
    values first.
    """
    found: dict[str, Any] = {word_filter.name: [] for word_filter in WORD_FILTERS}
    for row in db.session.execute(_facet_query(tenant, wanted)):
        if row.name == "total":
            found["total"] = row.count
        elif row.name in found:
            found[row.name].append({"value": row.value, "count": row.count})
        else:
            found[row.name] = {"min": row.least, "max": row.most}
    return found


def _conditions(
    tenant: TenantInfo, wanted: CarSearch, ignore: str = ""
) -> list[ColumnElement[bool]]:
    """Return what must hold of a car; `ignore` names a filter that is left out."""
    conditions = [Car.tenant_id == tenant.id, Car.status.in_(wanted.status)]
    words = search_words(wanted.q)
    conditions.extend(_has_word(word) for word in words)
    if wanted.q.strip() and not words:
        # Signs only, such as "%", which are in no car's name.
        conditions.append(false())
    if wanted.notice is not None:
        conditions.append(has_notice(tenant, wanted.notice))
    for stock_filter in (*WORD_FILTERS, *RANGE_FILTERS):
        if stock_filter.name != ignore:
            conditions.extend(stock_filter.conditions(wanted.filters))
    return conditions


def _has_word(word: str) -> ColumnElement[bool]:
    """Return the condition for cars that a word of a search fits: by their name or by a trait."""
    matches = Car.search_text.contains(f" {word}", autoescape=True)
    if word in TRAIT_OF_WORD:
        column, value = TRAIT_OF_WORD[word]
        matches |= getattr(Car, column) == value
    color = COLOR_OF_WORD.get(word)
    if color is not None:
        matches |= Car.color.regexp_match(color_pattern(color), flags="i")
    return matches


def _order(
    sort: Sort | Literal["oldest"],
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if sort == "newest":
        return Car.created_at.desc(), Car.id.desc()
    if sort == "oldest":
        return Car.created_at.asc(), Car.id.asc()
    columns = {range_filter.name: range_filter.column for range_filter in RANGE_FILTERS}
    column = columns[sort.removeprefix("-")]
    if sort.startswith("-"):
        return column.desc(), Car.id.desc()
    return column.asc(), Car.id.asc()


def _facet_query(tenant: TenantInfo, wanted: CarSearch) -> Select[Any]:
    """Return one statement for all facets: rows of name, value, count, least, most."""

    def rows(
        name: str, value: Any = NO_TEXT, least: Any = NO_NUMBER, most: Any = NO_NUMBER
    ) -> Select[Any]:
        columns = (
            literal(name).label("name"),
            value.label("value"),
            func.count().label("count"),
            least.label("least"),
            most.label("most"),
        )
        return select(*columns).where(*_conditions(tenant, wanted, ignore=name))

    parts = [rows("total")]
    for word_filter in WORD_FILTERS:
        column = word_filter.column
        # Of "Toyota" and "TOYOTA", the more frequent spelling stands for both.
        counted = rows(word_filter.name, func.mode().within_group(column))
        parts.append(counted.where(column.is_not(None)).group_by(func.lower(column)))
    for range_filter in RANGE_FILTERS:
        if range_filter.has_facet:
            least, most = func.min(range_filter.column), func.max(range_filter.column)
            parts.append(rows(range_filter.name, NO_TEXT, least, most))
    found = union_all(*parts).subquery()
    return select(found).order_by(found.c.count.desc(), found.c.value)
