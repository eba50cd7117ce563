"""Counters of rate limits: in Redis, where there is one, and in the memory of the process.

The memory storage of the package `limits` starts a thread for every hundredth of a second with
requests, to delete what has expired. This one deletes when it has grown to twice its size.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from limits.errors import StorageError
from limits.storage import RedisStorage, Storage

from autoleads.circuit_breaker import CircuitBreaker
from autoleads.services.health import REDIS_TIMEOUT

log = logging.getLogger(__name__)

SMALLEST_SWEEP = 1_000

T = TypeVar("T")


class ProcessStorage(Storage):
    """Counts within fixed windows; safe between threads."""

    STORAGE_SCHEME = ["process"]  # noqa: RUF012

    def __init__(
        self, uri: str | None = None, *, clock: Callable[[], float] = time.time, **options: Any
    ) -> None:
        super().__init__(uri, **options)
        self._clock = clock
        self._windows: dict[str, tuple[int, float]] = {}
        """The count of each key, and the epoch second at which its window ends."""
        self._sweep_at = SMALLEST_SWEEP
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the count of a key, whose window begins now if it has none; return the count."""
        now = self._clock()
        with self._lock:
            count, ends = self._windows.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + expiry
                self._sweep(now)
            count += amount
            self._windows[key] = (count, ends)
        return count

    def get(self, key: str) -> int:
        """Return the count of a key."""
        count, ends = self._windows.get(key, (0, 0.0))
        return count if ends > self._clock() else 0

    def get_expiry(self, key: str) -> float:
        """Return the end of a key's window in epoch seconds; now, if it has none."""
        now = self._clock()
        return max(self._windows.get(key, (0, now))[1], now)

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        """Forget all keys; return how many there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self._windows.pop(key, None)

    def _sweep(self, now: float) -> None:
        """Delete what has expired, if there is twice as much as after the last time."""
        if len(self._windows) < self._sweep_at:
            return
        self._windows = {key: window for key, window in self._windows.items() if window[1] > now}
        self._sweep_at = max(SMALLEST_SWEEP, 2 * len(self._windows))


class SharedStorage(Storage):
    """Counts in Redis, together with all processes; in this process while Redis fails."""

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012

    def __init__(
        self,
        uri: str | None = None,
        *,
        redis_url: str,
        clock: Callable[[], float] = time.monotonic,
        **options: Any,
    ) -> None:
        super().__init__(uri, **options)
        self._redis = RedisStorage(
            redis_url,
            wrap_exceptions=True,
            socket_timeout=REDIS_TIMEOUT,
            socket_connect_timeout=REDIS_TIMEOUT,
        )
        self._process = ProcessStorage()
        self._breaker = CircuitBreaker(clock)

    @property
    def base_exceptions(self) -> type[Exception]:
        return StorageError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the count of a key, whose window begins now if it has none; return the count."""
        return self._first(lambda storage: storage.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        """Return the count of a key."""
        return self._first(lambda storage: storage.get(key))

    def get_expiry(self, key: str) -> float:
        """Return the end of a key's window in epoch seconds; now, if it has none."""
        return self._first(lambda storage: storage.get_expiry(key))

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        """Forget all keys of this process; those in Redis belong to others too."""
        return self._process.reset()

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._first(lambda storage: storage.clear(key))

    def _first(self, call: Callable[[Storage], T]) -> T:
        """Call Redis, or the process's own storage if Redis fails or has failed a moment ago."""
        if not self._breaker.admits():
            return call(self._process)
        try:
            result = call(self._redis)
        except StorageError as error:
            if self._breaker.trip():
                reason = type(error.__cause__).__name__
                log.warning("redis fails; counting rate limits here", extra={"reason": reason})
            return call(self._process)
        if self._breaker.close():
            log.warning("redis responds again; counting rate limits there")
        return result
