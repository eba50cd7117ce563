"""Cars created, changed and archived."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from autoleads.database.constraints import flush_or_raise
from autoleads.database.rows import apply_changes, given_fields, require_version
from autoleads.errors import DuplicateResource, FieldError
from autoleads.extensions import db
from autoleads.models import Car, User
from autoleads.services import audit, tenants
from autoleads.services.cars import naming
from autoleads.services.cars.history import SHOWN, record_changes, recorded_values
from autoleads.services.cars.inputs import CarChanges, NewCar
from autoleads.services.cars.lookup import get_locked
from autoleads.services.tenants import TenantInfo

CODE_TAKEN = {
    "uq_cars_tenant_id_display_code": DuplicateResource("display_code_taken"),
}
UNLIKELY_KM = 500_000
UNLIKELY_PRICE = 10_000_000
IN_STOCK = ("draft", "available", "booked")


def create(tenant: TenantInfo, new_car: NewCar, *, by: User | None = None) -> Car:
    """Add a car to the stock.

    Raises:
        DuplicateResource: the display code is taken.
        Conflict: no display code is left to generate.
    """
    [car] = create_all(tenant, [new_car])
    audit.record(tenant.id, "car_added", by, subject=car.display_code)
    return car


def create_all(tenant: TenantInfo, new_cars: Sequence[NewCar]) -> list[Car]:
    """Add cars to the stock, all of them or none.

    Raises:
        DuplicateResource: a display code is taken.
        Conflict: no display code is left to generate.
    """
    if not new_cars:
        return []
    tenants.lock(tenant)
    names = naming.Names(tenant, [car.display_code for car in new_cars if car.display_code])
    cars = [_named(tenant, new_car, names) for new_car in new_cars]
    db.session.add_all(cars)
    flush_or_raise(CODE_TAKEN)
    naming.record_slugs(tenant, cars)
    return cars


def update(
    tenant: TenantInfo,
    car_id: int,
    changes: CarChanges,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> Car:
    """Change a car and, with its name, its slug; the former slug leads to the new one.

    Raises:
        NotFound: the tenant has no such car.
        PreconditionFailed: the car has none of the expected versions.
        DuplicateResource: the display code is taken.
    """
    renamed = not naming.NAME_COLUMNS.isdisjoint(given_fields(changes))
    if renamed:
        tenants.lock(tenant)
    car = get_locked(tenant, car_id)
    require_version(car, expected_versions)
    before = recorded_values(car)
    apply_changes(car, changes)
    if renamed:
        naming.Names(tenant).assign(car)
    _update_sold_at(car)
    changed = [name for name in audit.changed_columns(car) if name not in SHOWN]
    if changed:
        audit.record(tenant.id, "car_changed", by, subject=car.display_code, fields=changed)
    record_changes(tenant, car, before, by)
    flush_or_raise(CODE_TAKEN)
    if renamed:
        naming.record_slugs(tenant, [car])
    return car


def update_all(
    tenant: TenantInfo, car_ids: Collection[int], changes: CarChanges, *, by: User
) -> None:
    """Change several cars alike, or none of them.

    Raises:
        NotFound: the tenant lacks one of the cars.
    """
    # In the order of their ids, so that two such changes cannot wait for each other.
    for car_id in sorted(set(car_ids)):
        update(tenant, car_id, changes, by=by)


def archive(
    tenant: TenantInfo,
    car_id: int,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> None:
    """Take a car out of the stock; it keeps its display code and its leads.

    Raises:
        NotFound: the tenant has no such car.
        PreconditionFailed: the car has none of the expected versions.
    """
    archived = CarChanges(status="archived")
    update(tenant, car_id, archived, by=by, expected_versions=expected_versions)


def warnings(car: Car) -> list[FieldError]:
    """Return what is unlikely about a car, though not wrong."""
    found = []
    if car.price < UNLIKELY_PRICE:
        found.append(FieldError("price", "price_unlikely"))
    if car.km > UNLIKELY_KM:
        found.append(FieldError("km", "km_unlikely"))
    if car.known_km is None:
        found.append(FieldError("km", "km_zero"))
    if car.plate_number is not None and _is_in_stock_twice(car):
        found.append(FieldError("plateNumber", "plate_in_stock"))
    return found


def _named(tenant: TenantInfo, new_car: NewCar, names: naming.Names) -> Car:
    """Return a car with all its names, not yet in the database."""
    code = new_car.display_code or names.next_code(new_car.brand, new_car.model)
    car = Car(tenant_id=tenant.id, **asdict(replace(new_car, display_code=code)))
    names.assign(car)
    _update_sold_at(car)
    # Saves the query that would find that a new car has no photos.
    set_committed_value(car, "photos", [])
    return car


def _is_in_stock_twice(car: Car) -> bool:
    others = select(Car.id).where(
        Car.tenant_id == car.tenant_id,
        Car.id != car.id,
        Car.plate_number == car.plate_number,
        Car.status.in_(IN_STOCK),
    )
    return db.session.scalar(others.limit(1)) is not None


def _update_sold_at(car: Car) -> None:
    if car.status != "sold":
        car.sold_at = None
    elif car.sold_at is None:
        car.sold_at = datetime.now(UTC)
