"""The filters of the stock: query parsing, SQL and facets follow from these two tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

from autoleads.models import Car
from autoleads.models.car import BodyType, FuelType, Transmission


@dataclass(frozen=True)
class WordFilter:
    """A filter by words, of which a car must have one; upper and lower case are equal."""

    name: str
    column: InstrumentedAttribute[Any]
    choices: Any = str
    """The type of its values: free text, or a Literal of the words there are."""

    def conditions(self, values: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
        """Yield what must hold of a car for the values of a search."""
        words = values.get(self.name)
        if words:
            yield func.lower(self.column).in_([func.lower(word) for word in words])


@dataclass(frozen=True)
class RangeFilter:
    """A filter by a number, with bounds `min_…` and `max_…` that are both inclusive."""

    name: str
    column: InstrumentedAttribute[int]
    has_facet: bool

    @property
    def lower(self) -> str:
        return f"min_{self.name}"

    @property
    def upper(self) -> str:
        return f"max_{self.name}"

    def conditions(self, values: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
        """Yield what must hold of a car for the values of a search."""
        least, most = values.get(self.lower), values.get(self.upper)
        if least is not None:
            yield self.column >= least
        if most is not None:
            yield self.column <= most


WORD_FILTERS = (
    WordFilter("brand", Car.brand),
    WordFilter("model", Car.model),
    WordFilter("body_type", Car.body_type, BodyType),
    WordFilter("transmission", Car.transmission, Transmission),
    WordFilter("fuel_type", Car.fuel_type, FuelType),
    WordFilter("color", Car.color),
)
RANGE_FILTERS = (
    RangeFilter("price", Car.price, has_facet=True),
    RangeFilter("year", Car.year, has_facet=True),
    RangeFilter("km", Car.km, has_facet=False),
)
