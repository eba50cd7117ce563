"""The stock: cars from draft to archive, their history, their addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm.attributes import set_committed_value

from autoleads.database.constraints import flush_or_raise
from autoleads.database.rows import for_update, get_or_404, require_version
from autoleads.errors import DuplicateResource, FieldError, NotFound
from autoleads.extensions import db
from autoleads.models import Car, CarEvent, CarSlug, User
from autoleads.services import tenants
from autoleads.services.cars import naming
from autoleads.services.tenants import TenantInfo

SHOWN = ("available", "booked", "sold")
"""Statuses of cars that buyers may see and leads may be about."""

HISTORY = {"price": "price", "credit_price": "creditPrice", "status": "status"}
RECORDED = HISTORY | {"display_code": "displayCode"}
"""Columns whose changes are kept, by the names they are kept under; codes so that none is generated twice."""

CODE_TAKEN = {
    "uq_cars_tenant_id_display_code": DuplicateResource("Another car has this display code."),
}
HISTORY_LENGTH = 500
MANY_KM = 500_000
SLUG = re.compile(r"[a-z0-9-]{1,100}")


def get(tenant: TenantInfo, car_id: int) -> Car:
    """A car of any status.

    Raises:
        NotFound: no such car of this dealer.
    """
    return get_or_404(_select(tenant, car_id))


def get_by_slug(tenant: TenantInfo, slug: str) -> Car:
    """
    Raises:
        NotFound: see `find_by_slug`.
    """
    car = find_by_slug(tenant, slug)
    if car is None:
        raise NotFound
    return car


def find_by_slug(tenant: TenantInfo, slug: str) -> Car | None:
    """The car that has, or had, this slug in any case; None when buyers may not see it."""
    slug = slug.lower()
    if not SLUG.fullmatch(slug):
        return None
    return db.session.scalar(
        select(Car)
        .join(CarSlug, (CarSlug.tenant_id == Car.tenant_id) & (CarSlug.car_id == Car.id))
        .where(Car.tenant_id == tenant.id, CarSlug.slug == slug, Car.status.in_(SHOWN))
    )


def find_by_codes(tenant: TenantInfo, codes: Sequence[str]) -> dict[str, Car]:
    """The cars of these codes (`A01`) that buyers may see, by code, in the order asked for."""
    if not codes:
        return {}
    rows = db.session.scalars(
        select(Car).where(
            Car.tenant_id == tenant.id, Car.display_code.in_(codes), Car.status.in_(SHOWN)
        )
    )
    cars = {car.display_code: car for car in rows}
    return {code: cars[code] for code in codes if code in cars}


def create(tenant: TenantInfo, data: Mapping[str, Any]) -> Car:
    """A new car; without `display_code` it gets the next of its letter.

    Raises:
        DuplicateResource: the code is taken.
        Conflict: no code is left to generate.
    """
    tenants.lock(tenant)
    code = data.get("display_code") or naming.next_code(tenant, data["brand"], data["model"])
    car = Car(tenant_id=tenant.id, **{**data, "display_code": code})
    naming.assign_names(tenant, car)
    _follow_status(car)
    # A new car has no photos: nobody needs to ask.
    set_committed_value(car, "photos", [])
    db.session.add(car)
    flush_or_raise(CODE_TAKEN)
    naming.keep_slug(tenant, car)
    return car


def update(
    tenant: TenantInfo,
    car_id: int,
    data: Mapping[str, Any],
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> Car:
    """Change a car; its names follow, its former address leads to the new one.

    Raises:
        NotFound, PreconditionFailed
        DuplicateResource: the code is taken.
    """
    renamed = not naming.NAME_COLUMNS.isdisjoint(data)
    if renamed:
        tenants.lock(tenant)
    car = get_or_404(for_update(_select(tenant, car_id)))
    require_version(car, expected_versions)
    before = {column: getattr(car, column) for column in RECORDED}
    for column, value in data.items():
        setattr(car, column, value)
    if renamed:
        naming.assign_names(tenant, car)
    _follow_status(car)
    _record(tenant, car, before, by)
    flush_or_raise(CODE_TAKEN)
    if renamed:
        naming.keep_slug(tenant, car)
    return car


def archive(
    tenant: TenantInfo,
    car_id: int,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> None:
    """Take a car out of the stock; its code stays its own, leads keep it.

    Raises:
        NotFound, PreconditionFailed
    """
    update(tenant, car_id, {"status": "archived"}, by=by, expected_versions=expected_versions)


def history(tenant: TenantInfo, car_id: int) -> list[CarEvent]:
    """The latest 500 changes of price, credit price and status, newest first.

    Raises:
        NotFound
    """
    car = get(tenant, car_id)
    ours = (
        CarEvent.tenant_id == tenant.id,
        CarEvent.car_id == car.id,
        CarEvent.field.in_(HISTORY.values()),
    )
    return list(
        db.session.scalars(
            select(CarEvent).where(*ours).order_by(CarEvent.id.desc()).limit(HISTORY_LENGTH)
        )
    )


def warnings(car: Car) -> list[FieldError]:
    """What is unlikely, though not wrong."""
    if car.km > MANY_KM:
        return [FieldError("km", "is above 500,000: please check")]
    return []


def _select(tenant: TenantInfo, car_id: int) -> Select[Car]:
    return select(Car).where(Car.tenant_id == tenant.id, Car.id == car_id)


def _follow_status(car: Car) -> None:
    if car.status != "sold":
        car.sold_at = None
    elif car.sold_at is None:
        car.sold_at = datetime.now(UTC)


def _record(tenant: TenantInfo, car: Car, before: Mapping[str, Any], by: User | None) -> None:
    for column, field in RECORDED.items():
        now = getattr(car, column)
        if now != before[column]:
            db.session.add(
                CarEvent(
                    tenant_id=tenant.id,
                    car_id=car.id,
                    user_id=by.id if by else None,
                    field=field,
                    from_value=before[column],
                    to_value=now,
                    created_at=datetime.now(UTC),
                )
            )
