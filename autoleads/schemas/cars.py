"""Cars as the team writes them, as it reads them, and as the public sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import MISSING, AfterValidator, BeforeValidator, Field

from autoleads.models.car import BodyType, Car, CarStatus, FuelType, Transmission
from autoleads.schemas.base import (
    AnyCase,
    Day,
    Line,
    Moment,
    RequestBody,
    ResponseModel,
    ResponseShape,
    Rupiah,
    Text,
    wrong,
)
from autoleads.schemas.photos import OwnPhotoOut, PhotoOut
from autoleads.services import cars
from autoleads.services.cars import CarChanges, NewCar
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import parse_code
from autoleads.text.plate import parse_plate


def _code(value: str) -> str:
    code = parse_code(value)
    if code is None:
        raise wrong("not_a_code")
    return code


def _plate(value: str) -> str:
    plate = parse_plate(value)
    if plate is None:
        raise wrong("not_a_plate")
    return plate


def _year(value: int) -> int:
    last = datetime.now(UTC).year + 1
    if not 1980 <= value <= last:
        raise wrong("not_a_car_year", last=last)
    return value


Code = Annotated[Line, AfterValidator(_code)]
Plate = Annotated[Line, AfterValidator(_plate)]
Year = Annotated[int, AfterValidator(_year)]
Name = Annotated[Line, Field(max_length=80)]
Km = Annotated[int, Field(ge=0, le=9_999_999)]
EngineCc = Annotated[int, Field(ge=50, le=20_000)]
Seats = Annotated[int, Field(ge=1, le=60)]
OwnerNumber = Annotated[int, Field(ge=1, le=20)]
Features = Annotated[
    list[Annotated[Line, Field(max_length=80)]],
    Field(max_length=50),
    BeforeValidator(lambda value: [] if value is None else value),
]


class CarIn(RequestBody):
    """A new car."""

    brand: Name
    model: Name
    year: Year
    price: Rupiah
    km: Km
    transmission: Annotated[Transmission, AnyCase]
    fuel_type: Annotated[FuelType, AnyCase]
    display_code: Code | None = None
    """Left out: the next one of the model's letter."""
    status: Annotated[CarStatus, AnyCase] = "draft"
    variant: Name | None = None
    credit_price: Rupiah | None = None
    body_type: Annotated[BodyType, AnyCase] | None = None
    color: Name | None = None
    engine_cc: EngineCc | None = None
    seats: Seats | None = None
    features: Features = Field(default_factory=list)
    condition_notes: Text | None = None
    description: Text | None = None
    owner_number: OwnerNumber | None = None
    tax_due_on: Day | None = None
    plate_number: Plate | None = None
    stock_code: Line | None = None
    purchased_on: Day | None = None
    purchase_price: Rupiah | None = None
    notes: Text | None = None

    def new_car(self) -> NewCar:
        return NewCar(**self.model_dump())


class CarPatch(RequestBody):
    """Changes of a car: a field left out stays as it is, null clears it."""

    brand: Name | MISSING = MISSING
    model: Name | MISSING = MISSING
    year: Year | MISSING = MISSING
    price: Rupiah | MISSING = MISSING
    km: Km | MISSING = MISSING
    transmission: Annotated[Transmission, AnyCase] | MISSING = MISSING
    fuel_type: Annotated[FuelType, AnyCase] | MISSING = MISSING
    display_code: Code | MISSING = MISSING
    status: Annotated[CarStatus, AnyCase] | MISSING = MISSING
    variant: Name | MISSING | None = MISSING
    credit_price: Rupiah | MISSING | None = MISSING
    body_type: Annotated[BodyType, AnyCase] | MISSING | None = MISSING
    color: Name | MISSING | None = MISSING
    engine_cc: EngineCc | MISSING | None = MISSING
    seats: Seats | MISSING | None = MISSING
    features: Features | MISSING = MISSING
    condition_notes: Text | MISSING | None = MISSING
    description: Text | MISSING | None = MISSING
    owner_number: OwnerNumber | MISSING | None = MISSING
    tax_due_on: Day | MISSING | None = MISSING
    plate_number: Plate | MISSING | None = MISSING
    stock_code: Line | MISSING | None = MISSING
    purchased_on: Day | MISSING | None = MISSING
    purchase_price: Rupiah | MISSING | None = MISSING
    notes: Text | MISSING | None = MISSING

    def changes(self) -> CarChanges:
        return CarChanges(**self.model_dump())


class CarOut(ResponseShape):
    """A car as the public sees it; `services.cars.public_json` makes its JSON."""

    id: int
    display_code: str
    public_name: str
    slug: str
    brand: str
    model: str
    variant: str | None
    year: int
    price: int
    price_formatted: str
    price_short: str
    credit_price: int | None
    credit_price_formatted: str | None
    km: int
    transmission: Transmission
    fuel_type: FuelType
    body_type: BodyType | None
    color: str | None
    engine_cc: int | None
    seats: int | None
    features: list[str]
    condition_notes: str | None
    description: str | None
    status: CarStatus
    plate_region: str | None
    """The plate's letters, "B"."""
    plate_region_name: str | None
    plate_parity: str | None
    """`odd` or `even`."""
    tax_due_on: date | None
    owner_number: int | None
    photos: Sequence[PhotoOut]
    whatsapp_url: str | None
    created_at: Moment
    updated_at: Moment
    sold_at: Moment | None


class CarPageOut(CarOut):
    """One car, with what else there is when it is gone."""

    similar: list[CarOut]
    """At most four available cars when this one is booked or sold, else none."""


class OwnCarOut(CarOut):
    """A car as the team sees it."""

    plate_number: str | None
    stock_code: str | None
    purchased_on: date | None
    purchase_price: int | None
    notes: str | None
    photos: Sequence[OwnPhotoOut]

    @classmethod
    def render(cls, tenant: TenantInfo, car: Car) -> dict[str, Any]:
        """Return the JSON object of a car of this tenant."""
        shown = cars.show(tenant, car)
        for photo, shown_photo in zip(car.photos, shown["photos"], strict=True):
            shown_photo["id"] = photo.id
        return shown | {
            "plateNumber": car.plate_number,
            "stockCode": car.stock_code,
            "purchasedOn": car.purchased_on,
            "purchasePrice": car.purchase_price,
            "notes": car.notes,
        }


class CarEditorOut(ResponseModel):
    id: int
    name: str


class CarEventOut(ResponseModel):
    """A change of `price`, `creditPrice` or `status`."""

    at: Moment = Field(validation_alias="created_at")
    by: CarEditorOut | None = Field(validation_alias="user")
    field: str
    from_: Any = Field(validation_alias="from_value", serialization_alias="from")
    to: Any = Field(validation_alias="to_value")
