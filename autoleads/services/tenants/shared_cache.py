"""Tenants in Redis, where all processes find them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import redis
from pydantic import TypeAdapter, ValidationError

from autoleads.circuit_breaker import CircuitBreaker
from autoleads.services.installation import Installation
from autoleads.services.tenants.info import TenantInfo

log = logging.getLogger(__name__)

LIFETIME = 300
TIMEOUT = 0.3
PREFIX = "tenant:3:"
"""The number is that of the stored shape: releases with another shape use other keys."""

_TENANT = TypeAdapter(TenantInfo)


class SharedCache:
    """Holds tenants for 300 s; without Redis, or while it is down, it holds none.

    A slow process may store an older copy after a newer one, so a loaded tenant is to be confirmed.
    """

    def __init__(
        self, redis_url: str | None, installation: Installation, clock: Callable[[], float]
    ) -> None:
        self._redis = _connect(redis_url) if redis_url else None
        self._installation = installation
        self._breaker = CircuitBreaker(clock)

    def load(self, key: str) -> TenantInfo | None:
        stored = self._call(lambda client: client.get(self._name(key)))
        if stored is None:
            return None
        try:
            return _TENANT.validate_json(stored)
        except ValidationError:
            return None

    def store(self, key: str, tenant: TenantInfo) -> None:
        value = _TENANT.dump_json(tenant)
        self._call(lambda client: client.set(self._name(key), value, ex=LIFETIME))

    def delete(self, key: str) -> None:
        self._call(lambda client: client.delete(self._name(key)))

    def ping(self) -> bool:
        """Return whether Redis responds; True without Redis."""
        if self._redis is None:
            return True
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False

    def _name(self, key: str) -> str:
        return self._installation.key(PREFIX + key)

    def _call(self, command: Callable[[redis.Redis], Any]) -> Any:
        """Return the result of a command; None without Redis or while it is down."""
        if self._redis is None or self._breaker.is_open:
            return None
        try:
            return command(self._redis)
        except redis.RedisError as error:
            self._breaker.trip()
            log.warning("tenant cache: redis failed", extra={"error": type(error).__name__})
            return None


def _connect(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, decode_responses=True
    )
