"""A page of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

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
