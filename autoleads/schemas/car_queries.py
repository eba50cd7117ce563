"""Query parameters of the stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, create_model, model_validator

from autoleads.errors import FieldError, ValidationError
from autoleads.models.car import CarStatus
from autoleads.schemas.base import MAX_ID, AnyCase, Line, PageQuery, Query, Repeated, Text, wrong
from autoleads.services.cars import RANGE_FILTERS, WORD_FILTERS, CarSearch, Sort
from autoleads.text.search import MAX_WORDS

Number = Annotated[int, Field(ge=0, le=MAX_ID)]
# Responses are cached by query, so queries that mean the same become equal here.
Lower = AfterValidator(str.lower)
AnyOrder = AfterValidator(lambda values: sorted(set(values)))
Words = Annotated[Repeated[Annotated[Line, Lower]], Field(max_length=20), AnyOrder]


def _search_text(q: str) -> str:
    words = q.lower().split()
    if len(words) > MAX_WORDS:
        raise wrong("too_many_words", most=MAX_WORDS)
    return " ".join(words)


SearchText = Annotated[Text, Field(max_length=200), AfterValidator(_search_text)]

IN_STOCK: tuple[CarStatus, ...] = ("draft", "available", "booked", "sold")


def _filter_fields() -> dict[str, Any]:
    """Return the fields of a query model: type and default by name."""
    fields: dict[str, Any] = {}
    for word_filter in WORD_FILTERS:
        values: Any = Words
        if word_filter.choices is not str:
            word = Annotated[word_filter.choices, AnyCase]  # type: ignore[name-defined]
            values = Annotated[Repeated[word], AnyOrder]
        fields[word_filter.name] = (values, Field(default_factory=list))
    for range_filter in RANGE_FILTERS:
        fields[range_filter.lower] = (Number | None, None)
        fields[range_filter.upper] = (Number | None, None)
    return fields


if TYPE_CHECKING:
    FilterFields = Query
else:
    FilterFields = create_model("FilterFields", __base__=Query, **_filter_fields())


class CarFilters(FilterFields):
    """Filters of the available cars."""

    q: SearchText = ""
    """Each word must begin a word of brand, model, variant, code or year, or name a trait.

    Traits are the colour, the transmission, the fuel and the body: `avanza matic putih`.
    """

    @model_validator(mode="after")
    def check_ranges(self) -> CarFilters:
        """Raise ValidationError for each range that ends before it begins."""
        errors = []
        for range_filter in RANGE_FILTERS:
            least = getattr(self, range_filter.lower)
            most = getattr(self, range_filter.upper)
            if least is not None and most is not None and least > most:
                name = range_filter.name.title()
                errors.append(FieldError(f"min{name}", "above_most", {"most": f"max{name}"}))
                errors.append(FieldError(f"max{name}", "below_least", {"least": f"min{name}"}))
        if errors:
            raise ValidationError(details=errors)
        return self

    def search(self) -> CarSearch:
        """Return the search that the parameters ask for."""
        return CarSearch(q=self.q, filters=self._filters())

    def _filters(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FilterFields.model_fields}


class CarQuery(CarFilters, PageQuery, defer_build=False):
    """Filters, order and page of the available cars; it is what most processes use first."""

    sort: Sort = "newest"

    def search(self) -> CarSearch:
        """Return the search that the parameters ask for."""
        return CarSearch(q=self.q, filters=self._filters(), sort=self.sort)


class StockQuery(CarQuery, defer_build=True):
    """Filters, order and page of the stock; without `status`, of all but archived cars."""

    status: Repeated[Annotated[CarStatus, AnyCase]] = Field(default_factory=lambda: list(IN_STOCK))

    def search(self) -> CarSearch:
        """Return the search that the parameters ask for."""
        return CarSearch(
            q=self.q, filters=self._filters(), sort=self.sort, status=tuple(self.status)
        )
