"""The totals of searches, remembered: to count 200,000 cars takes longer than to find a page."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cachetools import LRUCache

from autoleads.services.tenants import TenantInfo

MAX_ENTRIES = 10_000

Key = tuple[int, UUID, str, tuple[tuple[str, Any], ...]]


class Totals:
    """Remembers how many cars fit a search, for a version of the catalogue.

    The pages and orders of a search share its total. Each application has one such object; it is
    safe between threads.
    """

    def __init__(self) -> None:
        self._totals: LRUCache[Key, int] = LRUCache(MAX_ENTRIES)
        self._lock = threading.Lock()

    def find(self, key: Key) -> int | None:
        """Return a total, or None if it is not known."""
        with self._lock:
            return self._totals.get(key)

    def store(self, key: Key, total: int) -> None:
        """Remember a total that was counted after the version had been read."""
        with self._lock:
            self._totals[key] = total


def key_of(
    tenant: TenantInfo, version: UUID, conditions: str, parameters: Mapping[str, Any]
) -> Key:
    """Return everything that a total depends on."""
    return tenant.id, version, conditions, tuple(parameters.items())
