"""A cache of tenants by host, before the tenants table.

Each process has 5,000 entries; Redis, where there is one, has them for 300 s. An entry older than
5 s is confirmed by reading its version, so that a suspension counts everywhere within 5 s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import redis
from cachetools import TTLCache
from pydantic import TypeAdapter, ValidationError

from autoleads.circuit_breaker import CircuitBreaker
from autoleads.database.tenant_scope import platform_scope
from autoleads.services.tenants import records
from autoleads.services.tenants.info import TenantInfo
from autoleads.text.host import tenant_slug

log = logging.getLogger(__name__)
TENANT = TypeAdapter(TenantInfo)

ENTRIES = 5_000
LIFETIME = 300
FRESH = 5
ABSENT_LIFETIME = 5
"""An unknown host is asked for again this soon: a new dealer, too, counts everywhere within 5 s."""

# A refill that was slow must not replace what a quicker one has read since.
STORE_UNLESS_NEWER = """
local known = redis.call('HGET', KEYS[1], 'version')
if not known or tonumber(known) <= tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'tenant', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
"""


@dataclass(frozen=True)
class Entry:
    tenant: TenantInfo | None
    confirmed_at: float


class TenantCache:
    """Finds tenants by host; each application has one."""

    def __init__(
        self,
        base_domains: tuple[str, ...],
        redis_url: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._entries: TTLCache[str, Entry] = TTLCache(ENTRIES, LIFETIME)
        self._lock = threading.Lock()
        self._fill_locks = [threading.Lock() for _ in range(64)]
        self._redis = _connect(redis_url) if redis_url else None
        self._redis_breaker = CircuitBreaker(clock)
        self._clock = clock
        self._base_domains = base_domains

    def find(self, host: str) -> TenantInfo | None:
        """Return the tenant of a parsed host, or None; leaves no session open."""
        slug = tenant_slug(host, self._base_domains)
        if slug is None and self._is_ours(host):
            return None
        key = f"slug:{slug}" if slug else f"domain:{host}"
        entry = self._recall(key)
        if entry and self._clock() - entry.confirmed_at <= FRESH:
            return entry.tenant
        with self._fill_locks[hash(key) % len(self._fill_locks)]:
            entry = self._recall(key) or self._recall_shared(key)
            if entry is None or self._clock() - entry.confirmed_at > FRESH:
                entry = self._confirm(key, entry)
            return entry.tenant

    def forget(self, *versions: TenantInfo) -> None:
        """Drop a tenant from the cache, under old and new names; to be called after the commit."""
        for tenant in versions:
            for key in (f"slug:{tenant.slug}", f"domain:{tenant.domain}"):
                with self._lock:
                    self._entries.pop(key, None)
                self._call_redis("delete", _redis_key(key))

    def clear(self) -> None:
        """Drop everything cached in this process."""
        with self._lock:
            self._entries.clear()

    def ping(self) -> bool:
        """Return whether the shared cache responds; True where there is none."""
        try:
            return self._redis is None or bool(self._redis.ping())
        except redis.RedisError:
            return False

    def _is_ours(self, host: str) -> bool:
        """Return whether a host is a base domain or below one."""
        return any(f".{host}".endswith(f".{base}") for base in self._base_domains)

    def _recall(self, key: str) -> Entry | None:
        with self._lock:
            entry = self._entries.get(key)
        if entry and entry.tenant is None and self._clock() - entry.confirmed_at > ABSENT_LIFETIME:
            return None
        return entry

    def _recall_shared(self, key: str) -> Entry | None:
        stored = self._call_redis("hget", _redis_key(key), "tenant")
        # How old it is cannot be known, so it counts as unconfirmed.
        tenant = _load(stored) if isinstance(stored, str) else None
        return Entry(tenant, float("-inf")) if tenant else None

    def _confirm(self, key: str, entry: Entry | None) -> Entry:
        now = self._clock()
        kind, _, name = key.partition(":")
        with platform_scope():
            if (
                entry
                and entry.tenant
                and records.find_version(entry.tenant.id) == entry.tenant.version
            ):
                fresh = replace(entry, confirmed_at=now)
            else:
                tenant = (
                    records.find_by_slug(name) if kind == "slug" else records.find_by_domain(name)
                )
                fresh = Entry(tenant, now)
        with self._lock:
            self._entries[key] = fresh
        if fresh.tenant and fresh.tenant is not (entry and entry.tenant):
            version, stored = fresh.tenant.version, TENANT.dump_json(fresh.tenant)
            self._call_redis(
                "eval", STORE_UNLESS_NEWER, 1, _redis_key(key), version, stored, LIFETIME
            )
        return fresh

    def _call_redis(self, command: str, *arguments: Any) -> object:
        if self._redis is None or self._redis_breaker.is_open:
            return None
        try:
            result: object = getattr(self._redis, command)(*arguments)
            return result
        except redis.RedisError as error:
            self._redis_breaker.trip()
            log.warning("tenant cache: redis failed", extra={"error": type(error).__name__})
            return None


def _connect(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=0.3, socket_connect_timeout=0.3, decode_responses=True
    )


def _redis_key(key: str) -> str:
    return f"autoleads:tenant:2:{key}"


def _load(stored: str) -> TenantInfo | None:
    """Return the tenant; None if another release wrote it in another shape."""
    try:
        return TENANT.validate_json(stored)
    except ValidationError:
        return None
