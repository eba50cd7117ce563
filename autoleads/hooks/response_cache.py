"""Cache whole public responses as bytes, under the version of the catalogue they were made from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from cachetools import LRUCache
from flask import Response, g
from pydantic import BaseModel

from autoleads.database.pagination import Page
from autoleads.errors import TenantNotFound
from autoleads.extensions import current
from autoleads.hooks.conditional import tag_of
from autoleads.hooks.replica import read_near
from autoleads.hooks.tenant import resolve_tenant
from autoleads.http.responses import JSON, link_pages, page_headers, page_meta, success_body
from autoleads.metrics import Metrics
from autoleads.services import cars
from autoleads.services.tenants import TenantCache, TenantInfo

CAPACITY = 32 * 1024 * 1024
"""Bytes, of all web processes together."""
ENTRY_OVERHEAD = 2_000
"""Bytes that an entry takes besides its question and its body."""


@dataclass(frozen=True)
class Key:
    """Everything that a response depends on: equal keys, equal responses."""

    tenant_id: int
    version: UUID
    question: str
    """The read and its validated arguments."""


@dataclass(frozen=True)
class CachedResponse:
    """A response of status 200 that depends on nothing but its key."""

    body: bytes
    etag: str
    page: Page[Any] | None = None
    """The numbers of a list's page, without its items."""


Read = Callable[[TenantInfo, UUID, Any], CachedResponse]
"""Makes the response to a question: to a query's model, to a slug, or to None.

It is given the version of the catalogue, which was read before.
"""


def cacheable(data: Any, page: Page[Any] | None = None) -> CachedResponse:
    """Return a success in the envelope, or a page of a list, as the cache holds it."""
    meta = page_meta(page) if page else None
    content = success_body(data, meta).encode()
    numbers = replace(page, items=[]) if page else None
    return CachedResponse(content, tag_of(content), numbers)


class ResponseCache:
    """The most recently used responses, as many as fit; safe between threads.

    Nothing is invalidated: responses of past versions are not looked up any more, and drop out.
    """

    def __init__(self, capacity: int, metrics: Metrics | None = None) -> None:
        self._metrics = metrics
        self._entries: LRUCache[Key, tuple[CachedResponse, int]] = LRUCache(
            capacity, getsizeof=lambda entry: entry[1]
        )
        self._lock = threading.Lock()

    def find(self, key: Key) -> CachedResponse | None:
        """Return the cached response, or None."""
        with self._lock:
            entry = self._entries.get(key)
        if self._metrics is not None:
            self._metrics.count_lookup(is_hit=entry is not None)
        return entry[0] if entry else None

    def store(self, key: Key, response: CachedResponse) -> None:
        """Cache a response, unless it alone is larger than the whole cache."""
        size = ENTRY_OVERHEAD + len(key.question.encode()) + len(response.body)
        with self._lock:
            if size <= self._entries.maxsize:
                self._entries[key] = (response, size)

    def __len__(self) -> int:
        return len(self._entries)


def question_of(read: Read, argument: Any) -> str:
    """Return a read and its validated argument as text; slugs ignore case."""
    if isinstance(argument, BaseModel):
        return f"{read.__name__} {argument.model_dump_json(exclude_defaults=True)}"
    return f"{read.__name__} {argument}".lower()


def respond(read: Read, argument: Any = None) -> Response:
    """Return the response of a read to this request, cached or new.

    The version is read before the rows, so a response may be newer than its version, never older.

    Raises:
        TenantNotFound: the tenant was removed a moment ago.
    """
    version = cars.find_catalogue_version(g.tenant)
    if version is None:
        raise TenantNotFound
    key = Key(g.tenant.id, version, question_of(read, argument))
    cache = current(ResponseCache)
    cached = cache.find(key)
    if cached is None:
        _refresh_tenant(version)
        cached = read_near(g.tenant, version, partial(read, g.tenant, version, argument))
        cache.store(key, cached)
    return _as_response(cached)


def _as_response(cached: CachedResponse) -> Response:
    headers = {"ETag": cached.etag}
    if cached.page is None:
        return Response(cached.body, headers=headers, mimetype=JSON)
    headers |= page_headers(cached.page)
    return link_pages(Response(cached.body, headers=headers, mimetype=JSON), cached.page)


def _refresh_tenant(version: UUID) -> None:
    """Look the tenant up again if it is not that of this version: it may be some seconds old."""
    if not current(TenantCache).is_of_catalogue(g.tenant, version):
        current(TenantCache).forget(g.tenant)
        resolve_tenant()
