"""A circuit breaker: after a failure a server is not called for some seconds."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

PAUSE_SECONDS = 5.0


class CircuitBreaker:
    """Makes a dead or frozen server slow one request every few seconds, not all of them.

    The caller asks `admits` before it calls the server and does without it if that is false. It
    calls `trip` when the server fails, `close` when it responds. Safe between threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open_until = -math.inf
        self._lock = threading.Lock()

    @property
    def is_closed(self) -> bool:
        """True until a failure, and again once the server has responded."""
        return self._open_until == -math.inf

    def admits(self) -> bool:
        """Return whether to call the server; after a pause one caller tries it for all others."""
        if self.is_closed:
            return True
        with self._lock:
            now = self._clock()
            if now < self._open_until:
                return False
            if not self.is_closed:
                self._open_until = now + PAUSE_SECONDS
            return True

    def trip(self) -> bool:
        """Open the circuit, because the server failed; return True for the first failure."""
        with self._lock:
            is_first = self.is_closed
            self._open_until = self._clock() + PAUSE_SECONDS
        return is_first

    def close(self) -> bool:
        """Close the circuit, because the server responded; return True if it had failed."""
        if self.is_closed:
            return False
        with self._lock:
            had_failed = not self.is_closed
            self._open_until = -math.inf
        return had_failed
