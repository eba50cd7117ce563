"""Cars from a spreadsheet: kept until they are confirmed, then written all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, or_, select

from autoleads.database.rows import get_or_404
from autoleads.errors import FieldError
from autoleads.extensions import db
from autoleads.models import Car, CarImport, User
from autoleads.services import audit
from autoleads.services.cars.inputs import CarChanges, NewCar
from autoleads.services.cars.records import IN_STOCK, create_all, update
from autoleads.services.tenants import TenantInfo

LIFETIME = timedelta(hours=1)
State = Literal["wrong", "new", "changed", "same"]


@dataclass(frozen=True)
class PlannedRow:
    """The effect that a row of a spreadsheet would have."""

    number: int
    """Its number in the file."""
    name: str
    car: Car | None = None
    """The car that it is about; None: a new one."""
    new_car: NewCar | None = None
    changes: CarChanges | None = None
    changed: Sequence[str] = ()
    """The names of the fields that differ from the stored car."""
    errors: Sequence[FieldError] = ()

    @property
    def state(self) -> State:
        if self.errors:
            return "wrong"
        if self.new_car is not None:
            return "new"
        return "changed" if self.changed else "same"


def save_import(
    tenant: TenantInfo, user: User, file_name: str, rows: Sequence[Mapping[str, Any]]
) -> CarImport:
    """Keep the rows of a file for an hour; those that the user kept before are dropped."""
    expired = CarImport.created_at < datetime.now(UTC) - LIFETIME
    dropped = or_(CarImport.user_id == user.id, expired)
    db.session.execute(delete(CarImport).where(CarImport.tenant_id == tenant.id, dropped))
    kept = CarImport(
        tenant_id=tenant.id,
        user_id=user.id,
        file_name=file_name[:200],
        rows=[dict(row) for row in rows],
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def get_import(tenant: TenantInfo, user: User, import_id: int) -> CarImport:
    """Return rows that a user has kept.

    Raises:
        NotFound: the user has kept none with this id, or they have expired.
    """
    return get_or_404(
        select(CarImport).where(
            CarImport.tenant_id == tenant.id,
            CarImport.id == import_id,
            CarImport.user_id == user.id,
            CarImport.created_at >= datetime.now(UTC) - LIFETIME,
        )
    )


def find_known(
    tenant: TenantInfo, codes: Collection[str], plates: Collection[str]
) -> tuple[dict[str, Car], dict[str, Car]]:
    """Return the cars with some codes by code, and those in stock with some plates by plate."""
    wanted = or_(
        Car.display_code.in_(codes), Car.plate_number.in_(plates) & Car.status.in_(IN_STOCK)
    )
    cars = list(db.session.scalars(select(Car).where(Car.tenant_id == tenant.id, wanted)))
    by_plate = {car.plate_number: car for car in cars if car.plate_number is not None}
    return {car.display_code: car for car in cars}, by_plate


def import_cars(
    tenant: TenantInfo, kept: CarImport, planned: Sequence[PlannedRow], *, by: User
) -> None:
    """Do what the rows that are not wrong would do, all of it or nothing, and drop the rows.

    Raises:
        NotFound: a car that is changed is gone.
        DuplicateResource: a code is taken meanwhile.
    """
    changed = [row for row in planned if row.state == "changed"]
    for row in sorted(changed, key=lambda row: row.car.id if row.car else 0):
        if row.car is not None and row.changes is not None:
            update(tenant, row.car.id, row.changes, by=by)
    create_all(tenant, [row.new_car for row in planned if row.state == "new" and row.new_car])
    audit.record(tenant.id, "cars_imported", by, subject=kept.file_name)
    db.session.delete(kept)
    db.session.flush()
