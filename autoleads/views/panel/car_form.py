"""The form of a car, new or known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic.alias_generators import to_camel

from autoleads.errors import AutoLeadsError, PreconditionFailed
from autoleads.models import Car, CarEvent
from autoleads.models.car import BODY_TYPES, FUEL_TYPES, TRANSMISSIONS
from autoleads.services import cars, leads
from autoleads.services.cars import CarSearch
from autoleads.services.tenants import TenantInfo
from autoleads.text.numbers import group_thousands
from autoleads.text.phrases import Phrases
from autoleads.views.panel.forms import FormState, told

COLUMNS = (
    "brand",
    "model",
    "variant",
    "year",
    "km",
    "transmission",
    "fuel_type",
    "body_type",
    "color",
    "engine_cc",
    "seats",
    "price",
    "credit_price",
    "plate_number",
    "tax_due_on",
    "owner_number",
    "condition_notes",
    "description",
    "features",
    "display_code",
    "purchased_on",
    "purchase_price",
    "stock_code",
    "notes",
)
GROUPED = ("price", "credit_price", "purchase_price", "km")
CHOICES: dict[str, tuple[str, ...]] = {
    "transmission": TRANSMISSIONS,
    "fuelType": FUEL_TYPES,
    "bodyType": BODY_TYPES,
}


@dataclass(frozen=True)
class CarForm:
    """The context of `panel/car_form.html`."""

    car: Car | None
    """None: a new one."""
    form: FormState
    history: Sequence[CarEvent]
    brands: Sequence[str]
    models: Sequence[str]
    asked: int
    """The number of leads that asked about the car."""

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        car: Car | None,
        phrases: Phrases,
        *,
        typed: Mapping[str, str] | None = None,
        problem: AutoLeadsError | None = None,
    ) -> CarForm:
        """Return the form of a car, with what was typed and what is wrong with it."""
        known = cars.facets(tenant, CarSearch())
        values = typed if typed is not None else stored_values(car)
        errors = told(problem.details, phrases, values) if problem else {}
        warnings = told(cars.warnings(car), phrases, values) if car else {}
        if isinstance(problem, PreconditionFailed) and typed is not None:
            warnings |= _stored_meanwhile(car, typed, phrases)
        return cls(
            car=car,
            form=FormState(values, errors, problem, warnings),
            history=cars.history(tenant, car.id) if car else (),
            brands=[facet["value"] for facet in known["brand"]],
            models=[facet["value"] for facet in known["model"]],
            asked=leads.count_by_car(tenant, [car.id]).get(car.id, 0) if car else 0,
        )

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The values of the fields that are chosen from a list."""
        return CHOICES


def stored_values(car: Car | None) -> dict[str, str]:
    """Return the fields of a car as a person would type them."""
    if car is None:
        return {}
    return {to_camel(column): _as_typed(column, getattr(car, column)) for column in COLUMNS}


def _stored_meanwhile(
    car: Car | None, typed: Mapping[str, str], phrases: Phrases
) -> dict[str, str]:
    """Return what is stored now in each field where something else was typed."""
    stored = stored_values(car)
    return {
        name: phrases("stored_now", value=value or "–")
        for name, value in stored.items()
        if name in typed and typed[name].strip() != value
    }


def _as_typed(column: str, value: object) -> str:
    match value:
        case None:
            return ""
        case int() if column in GROUPED:
            return group_thousands(value)
        case date():
            return value.isoformat()
        case list():
            return ", ".join(value)
    return str(value)
