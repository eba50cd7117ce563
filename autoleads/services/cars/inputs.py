"""The values of a car that is created or changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pydantic import MISSING

from autoleads.models.car import BodyType, CarStatus, FuelType, Transmission


@dataclass(frozen=True, kw_only=True)
class NewCar:
    """A car to create."""

    brand: str
    model: str
    year: int
    price: int
    km: int
    transmission: Transmission
    fuel_type: FuelType
    display_code: str | None = None
    """None: the next code of the model's letter."""
    status: CarStatus = "draft"
    variant: str | None = None
    credit_price: int | None = None
    body_type: BodyType | None = None
    color: str | None = None
    engine_cc: int | None = None
    seats: int | None = None
    features: list[str] = field(default_factory=list)
    condition_notes: str | None = None
    description: str | None = None
    owner_number: int | None = None
    tax_due_on: date | None = None
    plate_number: str | None = None
    stock_code: str | None = None
    purchased_on: date | None = None
    purchase_price: int | None = None
    notes: str | None = None


@dataclass(frozen=True, kw_only=True)
class CarChanges:
    """Changes of a car: what is MISSING stays as it is."""

    brand: str | MISSING = MISSING
    model: str | MISSING = MISSING
    year: int | MISSING = MISSING
    price: int | MISSING = MISSING
    km: int | MISSING = MISSING
    transmission: Transmission | MISSING = MISSING
    fuel_type: FuelType | MISSING = MISSING
    display_code: str | MISSING = MISSING
    status: CarStatus | MISSING = MISSING
    variant: str | MISSING | None = MISSING
    credit_price: int | MISSING | None = MISSING
    body_type: BodyType | MISSING | None = MISSING
    color: str | MISSING | None = MISSING
    engine_cc: int | MISSING | None = MISSING
    seats: int | MISSING | None = MISSING
    features: list[str] | MISSING = MISSING
    condition_notes: str | MISSING | None = MISSING
    description: str | MISSING | None = MISSING
    owner_number: int | MISSING | None = MISSING
    tax_due_on: date | MISSING | None = MISSING
    plate_number: str | MISSING | None = MISSING
    stock_code: str | MISSING | None = MISSING
    purchased_on: date | MISSING | None = MISSING
    purchase_price: int | MISSING | None = MISSING
    notes: str | MISSING | None = MISSING
