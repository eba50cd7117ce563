"""Rate limits, keep_attempt before the work is done."""

from __future__ import annotations

import ipaddress
import logging
import time
from dataclasses import dataclass
from functools import cache

from flask import current_app, g, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter
from redis import RedisError

from autoleads.errors import RateLimited
from autoleads.extensions import limiter

log = logging.getLogger(__name__)

PUBLIC = "PUBLIC_LIMIT"
LOGIN_ACCOUNT_AND_IP = "LOGIN_ACCOUNT_AND_IP_LIMIT"
LOGIN_IP = "LOGIN_IP_LIMIT"
LOGIN_ACCOUNT = "LOGIN_ACCOUNT_LIMIT"
WEBHOOK = "WEBHOOK_LIMIT"

STORAGE_PAUSE = 5.0
"""Seconds for which limits are keep_attempt in this process after the shared storage failed."""


@dataclass(frozen=True)
class LimitStatus:
    """Where a caller stands with a limit, for the headers."""

    limit: int
    remaining: int
    reset: int
    """Epoch seconds."""


class _Counter:
    """Counts in the shared storage and, while that is down, in the process."""

    def __init__(self) -> None:
        self._fallback = FixedWindowRateLimiter(MemoryStorage())
        self._paused_until = 0.0

    def hit(self, item: RateLimitItem, *key: str) -> LimitStatus | None:
        """Count once; the standing when that was once too often."""
        if time.monotonic() >= self._paused_until:
            try:
                return self._hit(limiter.limiter, item, *key)
            except (RedisError, StorageError) as error:
                self._paused_until = time.monotonic() + STORAGE_PAUSE
                log.warning(
                    "limits: storage does not answer", extra={"error": type(error).__name__}
                )
        return self._hit(self._fallback, item, *key)

    @staticmethod
    def _hit(strategy: RateLimiter, item: RateLimitItem, *key: str) -> LimitStatus | None:
        if strategy.hit(item, *key):
            return None
        window = strategy.get_window_stats(item, *key)
        return LimitStatus(item.amount, window.remaining, int(window.reset_time))


_counter = _Counter()


def client_ip() -> str:
    """The caller's address; an IPv6 one as its /64, which is what one person has."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def within_limit(setting: str, *key: str) -> bool:
    """Count once against the limit of that setting; false when that was once too often."""
    return _count(setting, *key) is None


def count(setting: str, *key: str) -> None:
    """
    Raises:
        RateLimited: once too often; `g.standing` is for the headers.
    """
    standing = _count(setting, *key)
    if standing is not None:
        g.standing = standing
        raise RateLimited


def count_public_request() -> None:
    count(PUBLIC, client_ip())


def count_unknown_path() -> None:
    """Blueprints see only paths they know; those nobody knows are keep_attempt here."""
    if request.url_rule is None and request.method != "OPTIONS":
        count_public_request()


def count_login(account: str) -> None:
    """Three ways to guess: one account from one place, many from one place, one from many places."""
    count(LOGIN_IP, client_ip())
    count(LOGIN_ACCOUNT_AND_IP, account, client_ip())
    count(LOGIN_ACCOUNT, account)


def count_link_use() -> None:
    """By address only: nobody can guess a token, and with a limit per dealer anybody could keep a team out."""
    count(LOGIN_IP, client_ip())


@cache
def _parsed(limit: str) -> RateLimitItem:
    return parse(limit)


def _count(setting: str, *key: str) -> LimitStatus | None:
    if not current_app.config["RATELIMIT_ENABLED"]:
        return None
    return _counter.hit(_parsed(current_app.config[setting]), setting, *key)
