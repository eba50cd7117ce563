"""A cache of tenants by host, in front of the database.

A tenant that was read more than 5 s ago, or by another process, is used again only if the database
still has this version of it under this host, so a suspension takes effect everywhere within 5 s.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from autoleads.database.tenant_scope import platform_scope
from autoleads.services.installation import Installation
from autoleads.services.tenants import records
from autoleads.services.tenants.info import TenantInfo
from autoleads.services.tenants.shared_cache import LIFETIME, SharedCache
from autoleads.text.host import tenant_slug

MAX_ENTRIES = 5_000
FRESH_SECONDS = 5


@dataclass(frozen=True)
class Entry:
    """The tenant of a host, or None for a host that is unknown."""

    tenant: TenantInfo | None
    confirmed_at: float


class TenantCache:
    """Finds tenants by host; each application has one.

    The process holds 5,000 hosts, each for 300 s; behind it is the cache that processes share.
    """

    def __init__(
        self,
        base_domains: tuple[str, ...],
        redis_url: str | None,
        installation: Installation,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base_domains = base_domains
        self._clock = clock
        self._shared = SharedCache(redis_url, installation, clock)
        self._entries: TTLCache[str, Entry] = TTLCache(MAX_ENTRIES, LIFETIME)
        self._lock = threading.Lock()
        self._refill_locks = [threading.Lock() for _ in range(64)]

    def find(self, host: str) -> TenantInfo | None:
        """Return the tenant of a parsed host, or None.

        Reading the database ends the current session, so nothing may have used it before.
        """
        key = self._key(host)
        if key is None:
            return None
        entry = self._get(key)
        if entry is not None and self._is_fresh(entry):
            return entry.tenant
        # Of the requests that miss at the same time, one reads and the others wait for it.
        with self._refill_locks[hash(key) % len(self._refill_locks)]:
            entry = self._get(key)
            if entry is None or not self._is_fresh(entry):
                entry = self._refill(key, entry)
        return entry.tenant

    def forget(self, *versions: TenantInfo) -> None:
        """Delete a tenant from the cache, under its old and its new names, after the commit."""
        for tenant in versions:
            for key in (f"slug:{tenant.slug}", f"domain:{tenant.domain}"):
                with self._lock:
                    self._entries.pop(key, None)
                self._shared.delete(key)

    def clear(self) -> None:
        """Delete all that this process holds."""
        with self._lock:
            self._entries.clear()

    def ping(self) -> bool:
        """Return whether the shared cache responds; True if there is none."""
        return self._shared.ping()

    def _key(self, host: str) -> str | None:
        """Return `slug:…` or `domain:…`; None for a host that cannot be a tenant's."""
        slug = tenant_slug(host, self._base_domains)
        if slug is not None:
            return f"slug:{slug}"
        if any(f".{host}".endswith(f".{base}") for base in self._base_domains):
            return None
        return f"domain:{host.removeprefix('www.')}"

    def _get(self, key: str) -> Entry | None:
        with self._lock:
            return self._entries.get(key)

    def _is_fresh(self, entry: Entry) -> bool:
        return self._clock() - entry.confirmed_at <= FRESH_SECONDS

    def _refill(self, key: str, stale: Entry | None) -> Entry:
        """Confirm a known tenant by its version, or read it, and cache the result."""
        now = self._clock()
        known = stale.tenant if stale else self._shared.load(key)
        with platform_scope():
            tenant = known
            if known is None or not _has_key(known, key) or not records.is_unchanged(known):
                tenant = _read(key)
        entry = Entry(tenant, now)
        with self._lock:
            self._entries[key] = entry
        if tenant is not None and tenant is not known:
            self._shared.store(key, tenant)
        return entry


def _has_key(tenant: TenantInfo, key: str) -> bool:
    return key in (f"slug:{tenant.slug}", f"domain:{tenant.domain}")


def _read(key: str) -> TenantInfo | None:
    kind, _, name = key.partition(":")
    if kind == "slug":
        return records.find_by_slug(name)
    return records.find_by_domain(name)
