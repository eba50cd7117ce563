"""Search the stock."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from autoleads.database.pagination import Page
from autoleads.extensions import db
from autoleads.models import Car
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


def get_in_order(tenant: TenantInfo, car_ids: Sequence[int]) -> list[Car]:
    """Return the cars of some ids in the order of these."""
    if not car_ids:
        return []
    query = select(Car).where(Car.tenant_id == tenant.id, Car.id.in_(car_ids))
    found = {car.id: car for car in db.session.scalars(query)}
    return [found[car_id] for car_id in car_ids]
