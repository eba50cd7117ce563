"""Available cars that resemble another car."""

from __future__ import annotations

from typing import Any

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services.cars.queries import get_in_order
from autoleads.services.tenants import TenantInfo

SIMILAR_PRICE = (75, 125)
"""Percent of a car's price: between them, a car of any model or shape resembles it."""

SHOWN = 4

SAME_BRAND = "brand_key = lower(%(brand)s)"
SAME_MODEL = f"{SAME_BRAND} AND model_key = lower(%(model)s)"
SAME_KIND = f"({SAME_BRAND} OR body_type = %(body_type)s)"
SAME_PRICE = "price BETWEEN %(lowest)s AND %(highest)s"


def _nearest(group: int, condition: str) -> str:
    """Return the SQL of the first of a group: from the price of the car up, and from it down."""
    of_others = (
        f"SELECT {group} AS likeness, cars.id, abs(price - %(price)s) AS distance FROM cars"
        " WHERE cars.tenant_id = %(tenant_id)s AND status = 'available' AND id <> %(car_id)s"
        f" AND {condition}"
    )
    return f"""
        (({of_others} AND price >= %(price)s ORDER BY price, id LIMIT %(limit)s)
         UNION ALL
         ({of_others} AND price < %(price)s ORDER BY price DESC, id LIMIT %(limit)s))
    """


GROUPS = (SAME_MODEL, SAME_KIND, SAME_PRICE)
FOUND = " UNION ALL ".join(_nearest(group, condition) for group, condition in enumerate(GROUPS))
SIMILAR_IDS = f"""
    SELECT id, min(likeness) AS likeness, min(distance) AS distance FROM ({FOUND}) AS found
    GROUP BY id ORDER BY 2, 3, 1 LIMIT %(limit)s
"""


def similar(tenant: TenantInfo, car: Car, limit: int = SHOWN) -> list[Car]:
    """Return available cars that resemble a car, the most similar first.

    Cars of its model come first, then those of its brand or body type, then those of a similar
    price; within each group the nearest price first.
    """
    parameters = {"tenant_id": tenant.id, **similar_parameters(car, limit)}
    rows = db.session.connection().exec_driver_sql(SIMILAR_IDS, parameters)
    return get_in_order(tenant, [row.id for row in rows])


def similar_parameters(car: Any, limit: int = SHOWN) -> dict[str, Any]:
    """Return the parameters of `SIMILAR_IDS` for a car, or a row with some of its columns."""
    lowest, highest = (car.price * percent // 100 for percent in SIMILAR_PRICE)
    return {
        "car_id": car.id,
        "brand": car.brand,
        "model": car.model,
        "body_type": car.body_type,
        "price": car.price,
        "lowest": lowest,
        "highest": highest,
        "limit": limit,
    }


def alternatives(tenant: TenantInfo, car: Car) -> list[Car]:
    """Return cars similar to a booked or sold car; no car for one that is available."""
    if car.status == "available":
        return []
    return similar(tenant, car)
