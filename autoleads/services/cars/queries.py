"""Search the stock, and count what it can be filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from autoleads.database.direct import DirectDatabase
from autoleads.database.pagination import Page
from autoleads.database.tenant_scope import reads_from_replica
from autoleads.extensions import current, db
from autoleads.models import Car
from autoleads.services.cars.facets import count_facets, facets_statement
from autoleads.services.cars.search_sql import ORDERS, CarSearch, search_sql
from autoleads.services.tenants import TenantInfo


def search(tenant: TenantInfo, wanted: CarSearch, page: int, limit: int) -> Page[Car]:
    """Return a page of the cars that fit a search, in its order."""
    sql = search_sql(tenant, wanted)
    statement = f"""
        SELECT (SELECT count(*) FROM cars WHERE {sql.where()}) AS total,
            ARRAY(SELECT cars.id FROM cars WHERE {sql.where()} ORDER BY {ORDERS[wanted.sort]}
                  LIMIT %(limit)s OFFSET %(offset)s) AS ids
    """
    place = {"limit": limit, "offset": (page - 1) * limit}
    row = db.session.connection().exec_driver_sql(statement, {**sql.parameters, **place}).one()
    return Page(get_in_order(tenant, row.ids), row.total, page, limit)


def facets(tenant: TenantInfo, wanted: CarSearch) -> dict[str, Any]:
    """Count what the fitting cars can be filtered by, each facet as if its own filter were not set.

    Returns `{brand: [{value, count}], …, price: {min, max}, year: {min, max}, total}`, the frequent
    values first.
    """
    sql = search_sql(tenant, wanted)
    rows = current(DirectDatabase).fetch_rows(
        facets_statement(sql),
        sql.parameters,
        tenant_id=tenant.id,
        replica=reads_from_replica(),
    )
    return count_facets(row._asdict() for row in rows)


def get_in_order(tenant: TenantInfo, car_ids: Sequence[int]) -> list[Car]:
    """Return the cars of some ids in the order of these."""
    if not car_ids:
        return []
    query = select(Car).where(Car.tenant_id == tenant.id, Car.id.in_(car_ids))
    found = {car.id: car for car in db.session.scalars(query)}
    return [found[car_id] for car_id in car_ids]
