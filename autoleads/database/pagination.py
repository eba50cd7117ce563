"""A page of a query, with the total that it is a page of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from autoleads.extensions import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a longer list: page `number` (1…) of `limit` each, out of `total`."""

    items: list[T]
    total: int
    number: int
    limit: int

    @property
    def total_pages(self) -> int:
        return -(-self.total // self.limit)


def paginate(query: Select[T], number: int, limit: int) -> Page[T]:
    """Return one page of a query for rows of one model; the query brings its own order."""
    rows = db.session.scalars(query.offset((number - 1) * limit).limit(limit))
    return Page(list(rows), count_rows(query), number, limit)


def count_rows(query: Select[Any]) -> int:
    """Return how many rows a query has, without its order."""
    counting = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    return db.session.scalar(counting) or 0
