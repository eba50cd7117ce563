"""Facets of the stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import create_model

from autoleads.schemas.base import ResponseModel
from autoleads.services.cars import RANGE_FILTERS, WORD_FILTERS


class FacetOut(ResponseModel):
    value: str
    count: int


class BoundsOut(ResponseModel):
    min: int | None
    max: int | None


def _facet_fields() -> dict[str, Any]:
    """Return the fields of a response with facets: type and default by name."""
    fields: dict[str, Any] = {}
    for word_filter in WORD_FILTERS:
        fields[word_filter.name] = (list[FacetOut], ...)
    for range_filter in RANGE_FILTERS:
        if range_filter.has_facet:
            fields[range_filter.name] = (BoundsOut, ...)
    return fields


if TYPE_CHECKING:
    FacetFields = ResponseModel
else:
    FacetFields = create_model("FacetFields", __base__=ResponseModel, **_facet_fields())


class FacetsOut(FacetFields):
    """Values and ranges to filter the fitting cars by; each facet ignores its own filter."""

    total: int
