"""A cache of tenants by host, in front of the database.

A tenant that was read more than 5 s ago is read again, so a suspension takes effect everywhere
within 5 s. Processes share no copies: to trust one, its version would have to be read, which costs
as much as the row.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cachetools import TTLCache

from autoleads.database.direct import DirectDatabase
from autoleads.errors import TenantNotFound
from autoleads.extensions import current
from autoleads.services.tenants.info import SELECTED, TenantInfo
from autoleads.text.host import tenant_slug

MAX_ENTRIES = 5_000
LIFETIME = 300
FRESH_SECONDS = 5

READ = f"""
    SELECT {SELECTED}, catalogues.version AS catalogue
    FROM tenants LEFT JOIN catalogues ON catalogues.tenant_id = tenants.id
"""  # noqa: S608
READ_BY = {kind: f"{READ} WHERE tenants.{kind} = %(value)s" for kind in ("slug", "domain", "id")}


@dataclass(frozen=True)
class Entry:
    """The tenant of a host, or None for a host that is unknown."""

    tenant: TenantInfo | None
    catalogue: UUID | None
    """The version that the tenant's catalogue had then; it moves with the tenant's row."""
    read_at: float


class TenantCache:
    """Finds tenants by host; each application has one, with 5,000 hosts, each for 300 s."""

    def __init__(
        self, base_domains: tuple[str, ...], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._base_domains = base_domains
        self._clock = clock
        self._entries: TTLCache[str, Entry] = TTLCache(MAX_ENTRIES, LIFETIME)
        self._lock = threading.Lock()
        self._refill_locks = [threading.Lock() for _ in range(64)]

    def find(self, host: str) -> TenantInfo | None:
        """Return the tenant of a parsed host, or None."""
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
                kind, _, name = key.partition(":")
                entry = self._read(kind, name)
                self._store(key, entry)
        return entry.tenant

    def peek(self, host: str) -> TenantInfo | None:
        """Return the cached tenant of a parsed host, however old, or None."""
        key = self._key(host)
        entry = self._get(key) if key else None
        return entry.tenant if entry else None

    def find_of_catalogue(self, tenant_id: int, slug: str, version: UUID | None) -> TenantInfo:
        """Return a tenant that exists: cached if this version of its catalogue shows it, else read.

        Raises:
            TenantNotFound: it was deleted since its version was read.
        """
        cached = self._get(f"slug:{slug}")
        if version and cached and cached.tenant and cached.catalogue == version:
            return cached.tenant
        entry = self._read("id", tenant_id)
        if entry.tenant is None:
            raise TenantNotFound
        self._store(f"slug:{entry.tenant.slug}", entry)
        return entry.tenant

    def is_of_catalogue(self, tenant: TenantInfo, version: UUID) -> bool:
        """Return whether this tenant is the one that a version of its catalogue shows.

        A tenant has an entry for each of its hosts, and one may be older than the other.
        """
        for key in _keys(tenant):
            entry = self._get(key)
            if entry is not None and entry.catalogue == version and entry.tenant == tenant:
                return True
        return False

    def forget(self, *versions: TenantInfo) -> None:
        """Delete a tenant from the cache, under its old and its new names, after the commit."""
        for tenant in versions:
            for key in _keys(tenant):
                with self._lock:
                    self._entries.pop(key, None)

    def clear(self) -> None:
        """Delete all that this process holds."""
        with self._lock:
            self._entries.clear()

    def _key(self, host: str) -> str | None:
        """Return `slug:…` or `domain:…`; None for a host that cannot be a tenant's."""
        slug = tenant_slug(host, self._base_domains)
        if slug is not None:
            return f"slug:{slug}"
        if any(f".{host}".endswith(f".{base}") for base in self._base_domains):
            return None
        return f"domain:{host.removeprefix('www.')}"

    def _get(self, key: str) -> Entry | None:
        # The cache's own `get` looks twice.
        with self._lock:
            try:
                return self._entries[key]
            except KeyError:
                return None

    def _is_fresh(self, entry: Entry) -> bool:
        return self._clock() - entry.read_at <= FRESH_SECONDS

    def _read(self, kind: str, value: str | int) -> Entry:
        """Read the tenant with this slug, domain or id from the primary."""
        now = self._clock()
        row = current(DirectDatabase).fetch_row(READ_BY[kind], {"value": value})
        if row is None:
            return Entry(None, None, now)
        return Entry(TenantInfo.of(row), row.catalogue, now)

    def _store(self, key: str, entry: Entry) -> None:
        with self._lock:
            self._entries[key] = entry


def _keys(tenant: TenantInfo) -> tuple[str, str]:
    """Return the keys of a tenant's hosts."""
    return f"slug:{tenant.slug}", f"domain:{tenant.domain}"
