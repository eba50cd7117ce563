"""The SQL of a search of the stock, as text: it is built for each search, and text is cheap.

Only leakproof comparisons drive an index below a policy: no function of a column, and no LIKE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autoleads.models.car import CarStatus
from autoleads.services.cars.filters import RANGE_FILTERS, WORD_FILTERS
from autoleads.services.cars.notices import Notice, notice_condition
from autoleads.services.tenants import TenantInfo
from autoleads.text.colors import COLOR_OF_WORD, color_pattern
from autoleads.text.search import search_words
from autoleads.text.traits import TRAIT_OF_WORD

Sort = Literal["newest", "price", "-price", "year", "-year", "km", "-km"]

ORDERS: Mapping[str, str] = {
    "newest": "cars.created_at DESC, cars.id DESC",
    "oldest": "cars.created_at, cars.id",
    "price": "cars.price, cars.id",
    "-price": "cars.price DESC, cars.id DESC",
    "year": "cars.year, cars.id",
    "-year": "cars.year DESC, cars.id DESC",
    "km": "cars.km, cars.id",
    "-km": "cars.km DESC, cars.id DESC",
}
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class CarSearch:
    """A search of the stock."""

    q: str = ""
    """Each word must begin a word of brand, model, variant, code or year, or be a trait's word."""
    filters: Mapping[str, Any] = field(default_factory=dict)
    """Words by the name of a word filter, bounds by `min_…` and `max_…` of a range filter."""
    sort: Sort | Literal["oldest"] = "newest"
    """`newest` and `oldest` are those of the day that a car was entered."""
    status: tuple[CarStatus, ...] = ("available",)
    notice: Notice | None = None
    """Only cars that need a look for this reason."""


@dataclass(frozen=True)
class SearchSql:
    """The conditions of a search and their parameters, in psycopg2's style."""

    base: str
    """What holds for every facet."""
    filters: Mapping[str, str]
    """The conditions of each filter that is set, by its name."""
    parameters: Mapping[str, Any]

    def where(self, ignore: str = "") -> str:
        """Return what must hold of a car; `ignore` names a filter that is left out."""
        chosen = [sql for name, sql in self.filters.items() if name != ignore]
        return " AND ".join([self.base, *chosen])


def search_sql(tenant: TenantInfo, wanted: CarSearch) -> SearchSql:
    """Return the conditions of a search."""
    parameters: dict[str, Any] = {"tenant_id": tenant.id, "status": wanted.status}
    base = ["cars.tenant_id = %(tenant_id)s AND cars.status IN %(status)s"]
    words = search_words(wanted.q)
    base.extend(_has_word(word, number, parameters) for number, word in enumerate(words))
    if wanted.q.strip() and not words:
        # Signs only, such as "%", which are in no car's name.
        base.append("false")
    if wanted.notice is not None:
        base.append(notice_condition(tenant, wanted.notice, parameters))
    filters = dict(_filter_conditions(wanted.filters, parameters))
    return SearchSql(" AND ".join(base), filters, parameters)


def _filter_conditions(
    values: Mapping[str, Any], parameters: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    for stock_filter in (*WORD_FILTERS, *RANGE_FILTERS):
        conditions = list(stock_filter.conditions(values, parameters))
        if conditions:
            yield stock_filter.name, " AND ".join(conditions)


def _has_word(word: str, number: int, parameters: dict[str, Any]) -> str:
    """Return the condition for cars that a word of a search fits: by their name or by a trait."""
    first, last = f"word_{number}", f"last_word_{number}"
    parameters |= {first: word, last: word + LAST_CHARACTER}
    fits = [
        "cars.id IN (SELECT car_id FROM car_words WHERE tenant_id = %(tenant_id)s"
        f" AND word >= %({first})s AND word <= %({last})s)"
    ]
    if word in TRAIT_OF_WORD:
        column, value = TRAIT_OF_WORD[word]
        fits.append(f"cars.{column} = '{value}'")
    color = COLOR_OF_WORD.get(word)
    if color is not None:
        fits.append(f"cars.color_key ~ '{color_pattern(color)}'")
    return f"({' OR '.join(fits)})"
