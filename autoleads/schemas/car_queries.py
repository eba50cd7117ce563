"""What is asked of the stock."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from autoleads.errors import FieldError, ValidationError
from autoleads.models.car import BodyType, CarStatus, FuelType, Transmission
from autoleads.schemas.base import MAX_ID, Line, PageQuery, Query, Repeated, Text
from autoleads.schemas.cars import AnyCase
from autoleads.services.cars import RANGES, CarSearch, Sort

Number = Annotated[int, Field(ge=0, le=MAX_ID)]
# Answers are kept by question, so whatever means the same is spelt the same from here on.
Lower = AfterValidator(str.lower)
AnyOrder = AfterValidator(lambda values: sorted(set(values)))
Words = Annotated[Repeated[Annotated[Line, Lower]], Field(max_length=20), AnyOrder]

IN_STOCK: tuple[CarStatus, ...] = ("draft", "available", "booked", "sold")


class CarFilters(Query):
    """Which available cars."""

    q: Annotated[
        Text, Field(max_length=200), AfterValidator(lambda q: " ".join(q.lower().split()))
    ] = ""
    """Every word must begin a word of brand, model, variant, code or year."""
    brand: Words = Field(default_factory=list)
    model: Words = Field(default_factory=list)
    body_type: Annotated[Repeated[Annotated[BodyType, AnyCase]], AnyOrder] = Field(
        default_factory=list
    )
    transmission: Annotated[Repeated[Annotated[Transmission, AnyCase]], AnyOrder] = Field(
        default_factory=list
    )
    fuel_type: Annotated[Repeated[Annotated[FuelType, AnyCase]], AnyOrder] = Field(
        default_factory=list
    )
    color: Words = Field(default_factory=list)
    min_price: Number | None = None
    max_price: Number | None = None
    min_year: Number | None = None
    max_year: Number | None = None
    min_km: Number | None = None
    max_km: Number | None = None

    @model_validator(mode="after")
    def ranges_begin_before_they_end(self) -> CarFilters:
        wrong = []
        for name in RANGES:
            least, most = getattr(self, f"min_{name}"), getattr(self, f"max_{name}")
            if least is not None and most is not None and least > most:
                wrong += [
                    FieldError(f"min{name.title()}", f"is above max{name.title()}"),
                    FieldError(f"max{name.title()}", f"is below min{name.title()}"),
                ]
        if wrong:
            raise ValidationError(details=wrong)
        return self

    def search(self) -> CarSearch:
        """The same, as the services take it."""
        given = self.model_dump(exclude={"page", "limit"})
        fields: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in given.items()
        }
        return CarSearch(**fields)


class CarQuery(CarFilters, PageQuery):
    """Which available cars, in which order, which part of them."""

    sort: Sort = "newest"


class StockQuery(CarQuery):
    """Cars of the statuses asked for; without one, of all but archived."""

    status: Repeated[Annotated[CarStatus, AnyCase]] = Field(default_factory=lambda: list(IN_STOCK))
