"""Cache whole public responses as bytes, under the version of the catalogue they were made from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from cachetools import LRUCache
from flask import Response, g, request
from pydantic import BaseModel

from autoleads.extensions import current
from autoleads.hooks.conditional import tag
from autoleads.hooks.replica import prefer_replica
from autoleads.hooks.tenant import resolve_tenant
from autoleads.http.responses import link_pages
from autoleads.services import cars
from autoleads.services.tenants import TenantCache

CAPACITY = 64 * 1024 * 1024
"""Bytes, in each process."""
ENTRY_OVERHEAD = 2_000
"""Bytes that an entry takes besides its query and its body."""

View = Callable[..., Response]


@dataclass(frozen=True)
class Key:
    """Everything that a response depends on: equal keys, equal responses."""

    tenant_id: int
    version: UUID
    query: str
    """The endpoint and its validated arguments."""


@dataclass(frozen=True)
class CachedResponse:
    """A response of status 200."""

    body: bytes
    headers: Mapping[str, str]


class ResponseCache:
    """The most recently used responses, as many as fit; safe between threads.

    Nothing is invalidated: responses of past versions are not looked up any more, and drop out.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._entries: LRUCache[Key, tuple[CachedResponse, int]] = LRUCache(
            capacity, getsizeof=lambda entry: entry[1]
        )
        self._lock = threading.Lock()

    def find(self, key: Key) -> CachedResponse | None:
        """Return the cached response, or None."""
        with self._lock:
            entry = self._entries.get(key)
        return entry[0] if entry else None

    def store(self, key: Key, response: CachedResponse) -> None:
        """Cache a response, unless it alone is larger than the whole cache."""
        size = ENTRY_OVERHEAD + len(key.query.encode()) + len(response.body)
        with self._lock:
            if size <= self._entries.maxsize:
                self._entries[key] = (response, size)

    def __len__(self) -> int:
        return len(self._entries)


def cached_response(view: View) -> View:
    """Cache the responses of a view that shows the tenant and its cars and nothing else.

    The version is read before the rows, so a response may be newer than its version, never older.
    """

    @wraps(view)
    def respond(**arguments: Any) -> Response:
        version = cars.find_catalogue_version(g.tenant)
        if version is None:  # a new tenant, which the replica does not know yet
            return view(**arguments)
        key = Key(g.tenant.id, version, _query(arguments))
        cache = current(ResponseCache)
        cached = cache.find(key)
        if cached is not None:
            return link_pages(Response(cached.body, headers=cached.headers))
        _refresh_tenant(version)
        response = view(**arguments)
        if response.status_code == 200:
            tag(response)
            cache.store(key, CachedResponse(response.get_data(), dict(response.headers)))
        return response

    return respond


def _query(arguments: dict[str, Any]) -> str:
    """Return the endpoint and its validated arguments as text; slugs ignore case."""
    words = [str(request.endpoint)]
    for argument in arguments.values():
        if isinstance(argument, BaseModel):
            words.append(argument.model_dump_json(exclude_defaults=True))
        else:
            words.append(str(argument).lower())
    return " ".join(words)


def _refresh_tenant(version: UUID) -> None:
    """Look the tenant up again if it is not that of this version: it may be some seconds old."""
    if not current(TenantCache).is_of_catalogue(g.tenant, version):
        current(TenantCache).forget(g.tenant)
        resolve_tenant()
        prefer_replica()
