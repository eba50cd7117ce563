"""A circuit breaker: after a failure a server is not called for some seconds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

PAUSE_SECONDS = 5.0


class CircuitBreaker:
    """Makes a dead or frozen server slow one request, not all of them.

    The caller asks `is_open` before it calls the server, does without it while that is true, and
    calls `trip` when the server fails. Safe between threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open_until = -math.inf

    @property
    def is_open(self) -> bool:
        """True for `PAUSE_SECONDS` after a failure."""
        return self._clock() < self._open_until

    def trip(self) -> None:
        """Open the circuit, because the server failed."""
        self._open_until = self._clock() + PAUSE_SECONDS
