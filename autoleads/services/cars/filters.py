"""The filters of the stock: query parsing, SQL and facets follow from these two tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autoleads.models.car import BodyType, FuelType, Transmission


@dataclass(frozen=True)
class WordFilter:
    """A filter by words, of which a car must have one; upper and lower case are equal."""

    name: str
    """Its name, which is that of the column with the words to show."""
    key: str
    """The column with the words in lower case."""
    choices: Any = str
    """The type of its values: free text, or a Literal of the words there are."""

    def conditions(self, values: Mapping[str, Any], parameters: dict[str, Any]) -> Iterator[str]:
        """Yield what must hold of a car for the values of a search; add the parameters of it."""
        words = values.get(self.name)
        if not words:
            return
        placeholders = []
        for number, word in enumerate(words):
            parameters[f"{self.name}_{number}"] = word
            placeholders.append(f"lower(%({self.name}_{number})s)")
        yield f"cars.{self.key} IN ({', '.join(placeholders)})"


@dataclass(frozen=True)
class RangeFilter:
    """A filter by a number, with bounds `min_…` and `max_…` that are both inclusive."""

    name: str
    """Its name, which is that of the column too."""
    has_facet: bool

    @property
    def lower(self) -> str:
        return f"min_{self.name}"

    @property
    def upper(self) -> str:
        return f"max_{self.name}"

    def conditions(self, values: Mapping[str, Any], parameters: dict[str, Any]) -> Iterator[str]:
        """Yield what must hold of a car for the values of a search; add the parameters of it."""
        for bound, sign in ((self.lower, ">="), (self.upper, "<=")):
            if values.get(bound) is not None:
                parameters[bound] = values[bound]
                yield f"cars.{self.name} {sign} %({bound})s"


WORD_FILTERS = (
    WordFilter("brand", "brand_key"),
    WordFilter("model", "model_key"),
    WordFilter("body_type", "body_type", BodyType),
    WordFilter("transmission", "transmission", Transmission),
    WordFilter("fuel_type", "fuel_type", FuelType),
    WordFilter("color", "color_key"),
)
RANGE_FILTERS = (
    RangeFilter("price", has_facet=True),
    RangeFilter("year", has_facet=True),
    RangeFilter("km", has_facet=False),
)
