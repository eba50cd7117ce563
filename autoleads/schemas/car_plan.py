"""The dry run of an import: the effect of each row on the stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from autoleads.database.rows import given_fields
from autoleads.errors import FieldError
from autoleads.models import Car
from autoleads.schemas.car_sheet import as_columns
from autoleads.schemas.cars import CarIn, CarPatch
from autoleads.schemas.problems import field_errors
from autoleads.services import cars
from autoleads.services.cars import CarChanges, PlannedRow
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import parse_code
from autoleads.text.plate import parse_plate

Values = Mapping[str, Any]


def plan_import(tenant: TenantInfo, rows: Sequence[Mapping[str, Any]]) -> list[PlannedRow]:
    """Return the effect of each row; a row belongs to a car by its code, else by its plate."""
    codes = [parse_code(str(row["values"].get("displayCode", ""))) for row in rows]
    plates = [parse_plate(str(row["values"].get("plateNumber", ""))) for row in rows]
    by_code, by_plate = cars.find_known(tenant, set(filter(None, codes)), set(filter(None, plates)))
    times = Counter(filter(None, codes))
    planned = []
    for row, code, plate in zip(rows, codes, plates, strict=True):
        car = by_code.get(code or "")
        if car is None and code is None:
            car = by_plate.get(plate or "")
        if code is not None and times[code] > 1:
            twice = FieldError("displayCode", "code_twice")
            planned.append(PlannedRow(row["number"], _name(row["values"]), errors=[twice]))
        else:
            planned.append(_plan(row["number"], row["values"], car))
    return planned


def _plan(number: int, values: Values, car: Car | None) -> PlannedRow:
    name = car.public_name if car else _name(values)
    try:
        if car is None:
            new_car = CarIn.model_validate(values).new_car()
            return PlannedRow(number, name, new_car=new_car)
        given = given_fields(CarPatch.model_validate(values).changes())
    except ValidationError as error:
        return PlannedRow(number, name, car=car, errors=as_columns(field_errors(error)))
    changed = {column: value for column, value in given.items() if value != getattr(car, column)}
    changes = CarChanges(**changed)
    return PlannedRow(number, name, car, changes=changes, changed=list(map(to_camel, changed)))


def _name(values: Values) -> str:
    parts = (values.get(name) for name in ("brand", "model", "variant", "year"))
    return " ".join(str(part) for part in parts if part)
