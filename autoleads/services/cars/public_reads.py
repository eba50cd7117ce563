"""The public reads: stored JSON, in one statement each, outside the session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import orjson

from autoleads.database.direct import Row
from autoleads.database.pagination import Page
from autoleads.database.tenant_scope import tenant_scope
from autoleads.errors import NotFound
from autoleads.extensions import current
from autoleads.services.cars.catalogue import read_rows
from autoleads.services.cars.lookup import PUBLIC_STATUSES, SLUG
from autoleads.services.cars.public_json import SHAPE, fill, marked_json
from autoleads.services.cars.queries import get_in_order
from autoleads.services.cars.search_sql import ORDERS, CarSearch, SearchSql, search_sql
from autoleads.services.cars.similar import SIMILAR_IDS, similar_parameters
from autoleads.services.cars.totals import Totals, key_of
from autoleads.services.tenants import TenantInfo

NOT_STORED = "\x05"
"""Stands before the id of a car whose JSON must be made from its columns."""
BETWEEN = "\x06"
MARKED_JSON = f"""
    CASE WHEN cars.public_json_shape = {SHAPE} AND cars.public_json IS NOT NULL
         THEN '{{"id":' || cars.id || ',' || cars.public_json
         ELSE chr({ord(NOT_STORED)}) || cars.id END
"""
BY_SLUG = f"""
    SELECT cars.id, cars.slug, cars.status, cars.brand, cars.model, cars.body_type, cars.price,
        {MARKED_JSON} AS json
    FROM car_slugs JOIN cars ON cars.id = car_slugs.car_id
    WHERE car_slugs.tenant_id = %(tenant_id)s AND cars.tenant_id = %(tenant_id)s
      AND car_slugs.slug = %(slug)s AND cars.status IN %(public)s
"""
SIMILAR = f"""
    SELECT string_agg({MARKED_JSON}, chr({ord(BETWEEN)}) ORDER BY likeness, distance, cars.id)
        AS cars
    FROM ({SIMILAR_IDS}) AS others JOIN cars ON cars.id = others.id
    WHERE cars.tenant_id = %(tenant_id)s
"""
DEEP = 200
"""After so many skipped cars, the rows of a page are read after its ids."""

_MISSING = re.compile(f"{NOT_STORED}([0-9]+)")


@dataclass(frozen=True)
class PublicCar:
    """A car found by a slug that it has or had."""

    slug: str
    """The present one."""
    json: orjson.Fragment
    """With the cars that resemble it as `similar`, if it is booked or sold."""


def read_page(
    tenant: TenantInfo, version: UUID, wanted: CarSearch, number: int, limit: int
) -> Page[orjson.Fragment]:
    """Return a page of the JSON of the cars that fit a search, in its order.

    `version` is the catalogue's, read before: a total that was counted since then still counts.
    """
    sql = search_sql(tenant, wanted)
    totals = current(Totals)
    key = key_of(tenant, version, sql.where(), sql.parameters)
    total = totals.find(key)
    counted = f"(SELECT count(*) FROM cars WHERE {sql.where()})" if total is None else "%(total)s"
    place = {"limit": limit, "offset": (number - 1) * limit}
    rows = _rows(sql, ORDERS[wanted.sort], place["offset"] >= DEEP)
    statement = f"""
        SELECT {counted} AS total,
            (SELECT string_agg(json, chr({ord(BETWEEN)})) FROM ({rows}) AS page) AS cars
    """
    [found] = read_rows(tenant, statement, {**sql.parameters, **place, "total": total})
    if total is None:
        totals.store(key, found.total)
    items = [orjson.Fragment(car) for car in _shown(tenant, found.cars)]
    return Page(items, found.total, number, limit)


def read_car(tenant: TenantInfo, slug: str) -> PublicCar:
    """Return the public car that has or had a slug, in upper or lower case.

    Raises:
        NotFound: the tenant has no such car, or customers may not see it.
    """
    slug = slug.lower()
    if not SLUG.fullmatch(slug):
        raise NotFound
    rows = read_rows(tenant, BY_SLUG, {"slug": slug, "public": PUBLIC_STATUSES})
    if not rows:
        raise NotFound
    [found] = rows
    [shown] = _shown(tenant, found.json)
    similar = "" if found.status == "available" else ",".join(_similar(tenant, found))
    return PublicCar(found.slug, orjson.Fragment(f'{shown[:-1]},"similar":[{similar}]}}'))


def _similar(tenant: TenantInfo, car: Row) -> list[str]:
    [found] = read_rows(tenant, SIMILAR, similar_parameters(car))
    return _shown(tenant, found.cars)


def _rows(sql: SearchSql, order: str, deep: bool) -> str:
    """Return the query for the JSON of a page's cars."""
    place = f"ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s"
    if not deep:
        return f"SELECT {MARKED_JSON} AS json FROM cars WHERE {sql.where()} {place}"
    return f"""
        SELECT {MARKED_JSON} AS json FROM cars
        JOIN (SELECT cars.id FROM cars WHERE {sql.where()} {place}) AS near ON near.id = cars.id
        WHERE cars.tenant_id = %(tenant_id)s ORDER BY {order}
    """


def _shown(tenant: TenantInfo, marked: str | None) -> list[str]:
    """Return the JSON of each car, complete."""
    if not marked:
        return []
    if NOT_STORED in marked:
        marked = _with_missing(tenant, marked)
    return fill(tenant, marked).split(BETWEEN)


def _with_missing(tenant: TenantInfo, marked: str) -> str:
    """Return the text with the JSON of those cars that have none stored."""
    car_ids = [int(car_id) for car_id in _MISSING.findall(marked)]
    with tenant_scope(tenant.id):
        found = {car.id: marked_json(car) for car in get_in_order(tenant, car_ids)}
    return _MISSING.sub(lambda match: found[int(match[1])], marked)
