"""Facets of the stock: what the fitting cars can be filtered by, counted in one scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from autoleads.services.cars.catalogue import read_rows
from autoleads.services.cars.filters import RANGE_FILTERS, WORD_FILTERS
from autoleads.services.cars.search_sql import CarSearch, SearchSql, search_sql
from autoleads.services.tenants import TenantInfo

Row = Mapping[str, Any]


def facets(tenant: TenantInfo, wanted: CarSearch) -> dict[str, Any]:
    """Count what the fitting cars can be filtered by, each facet as if its own filter were not set.

    Returns `{brand: [{value, count}], …, price: {min, max}, year: {min, max}, total}`, the frequent
    values first.
    """
    sql = search_sql(tenant, wanted)
    rows = read_rows(tenant, _statement(sql), sql.parameters)
    return _count(row._asdict() for row in rows)


def _statement(sql: SearchSql) -> str:
    """Return the statement whose rows `_count` takes.

    A row counts the cars of one spelling of one facet's value, or all of them; `facet` names it.
    A facet whose own filter is set has a count of its own, which ignores that filter.
    """
    sets = [f"({_columns(word_filter.key, word_filter.name)})" for word_filter in WORD_FILTERS]
    facet = " ".join(
        f"WHEN grouping(cars.{word_filter.key}) = 0 THEN '{word_filter.name}'"
        for word_filter in WORD_FILTERS
    )
    key = _first_not_null(word_filter.key for word_filter in WORD_FILTERS)
    value = _first_not_null(word_filter.name for word_filter in WORD_FILTERS)
    counts = [f"count(*) FILTER (WHERE {sql.where()}) AS count"]
    for word_filter in WORD_FILTERS:
        if word_filter.name in sql.filters:
            condition = sql.where(ignore=word_filter.name)
            counts.append(f"count(*) FILTER (WHERE {condition}) AS {word_filter.name}_count")
    for range_filter in RANGE_FILTERS:
        if range_filter.has_facet:
            counts.append(_bounds(sql, range_filter.name))
    return f"""
        SELECT CASE {facet} END AS facet, {key} AS key, {value} AS value, {", ".join(counts)}
        FROM cars WHERE {sql.base} GROUP BY GROUPING SETS ({", ".join(sets)}, ())
    """


def _count(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the facets by name, each with its frequent values first."""
    counted: dict[str, dict[str, dict[str, int]]] = {f.name: {} for f in WORD_FILTERS}
    found: dict[str, Any] = {}
    for row in rows:
        if row["facet"] is None:
            found["total"] = row["count"]
            found |= _ranges(row)
            continue
        count = row.get(f"{row['facet']}_count", row["count"])
        if count and row["key"] is not None:
            spellings = counted[row["facet"]].setdefault(row["key"], {})
            spellings[row["value"]] = count
    for name, values in counted.items():
        found[name] = sorted(map(_facet, values.values()), key=_frequent_first)
    return found


def _facet(spellings: Mapping[str, int]) -> dict[str, Any]:
    """Return a value of a facet: of `Toyota` and `TOYOTA`, the more frequent stands for both."""
    value = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    return {"value": value, "count": sum(spellings.values())}


def _frequent_first(facet: Mapping[str, Any]) -> tuple[int, str]:
    return -facet["count"], facet["value"]


def _ranges(row: Row) -> dict[str, Any]:
    names = [range_filter.name for range_filter in RANGE_FILTERS if range_filter.has_facet]
    return {name: {"min": row[f"min_{name}"], "max": row[f"max_{name}"]} for name in names}


def _bounds(sql: SearchSql, name: str) -> str:
    fitting = f"FILTER (WHERE {sql.where(ignore=name)})"
    return f"min({name}) {fitting} AS min_{name}, max({name}) {fitting} AS max_{name}"


def _columns(*names: str) -> str:
    return ", ".join(f"cars.{name}" for name in dict.fromkeys(names))


def _first_not_null(names: Iterable[str]) -> str:
    columns = ", ".join(f"cars.{name}" for name in names)
    return f"coalesce({columns})"
