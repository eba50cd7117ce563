"""Count the threads that each tenant and each device uses, and line up the requests above that.

Each request that waits gets a thread as soon as another one of its key ends, in the order in which
they came.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

TENANTS_SHARE = 0.75
DEVICES_SHARE = 0.5
LONGEST_LINE = 200
"""So many requests of one key may wait; more would hardly be served in time."""


class HeldBack(BaseException):
    """Raised for a request that is to wait, before anything was done for it.

    The server calls the application again with the same environment when the turn of the request
    has come, or when it has waited for too long. This is no `Exception`, because those are
    responded to by whatever catches them.
    """

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self.turn = turn


class ThreadShares:
    """Counts the threads in use by key; an application that knows its threads has one."""

    def __init__(self, threads: int) -> None:
        self.tenants_limit = max(1, int(threads * TENANTS_SHARE))
        self.devices_limit = max(1, int(threads * DEVICES_SHARE))
        self._in_use: dict[str, int] = {}
        self._lines: dict[str, deque[Turn]] = {}
        self._lock = threading.Lock()

    def take(self, key: str, limit: int) -> bool:
        """Count a thread for a key; return False if it uses as many as it may."""
        with self._lock:
            used = self._in_use.get(key, 0)
            if used >= limit:
                return False
            self._in_use[key] = used + 1
            return True

    def give_back(self, key: str) -> None:
        """Let the next request of a key have the thread, or count one less."""
        with self._lock:
            line = self._lines.get(key)
            turn = line.popleft() if line else None
            if turn is None:
                self._count_less(key)
            elif not line:
                del self._lines[key]
        if turn is not None:
            turn.come()

    def has_room(self, key: str) -> bool:
        """Return whether one more request of a key may wait."""
        return len(self._lines.get(key, ())) < LONGEST_LINE

    def line_up(self, turn: Turn) -> None:
        """Let a request wait for its turn, which has come if a thread is free by now."""
        with self._lock:
            used = self._in_use.get(turn.key, 0)
            is_free = used < turn.limit
            if is_free:
                self._in_use[turn.key] = used + 1
            else:
                self._lines.setdefault(turn.key, deque()).append(turn)
        if is_free:
            turn.come()

    def leave(self, turn: Turn) -> bool:
        """Let a request wait no longer; return False if it does not, as its turn has come."""
        with self._lock:
            line = self._lines.get(turn.key)
            if line is None or turn not in line:
                return False
            line.remove(turn)
            if not line:
                del self._lines[turn.key]
        return True

    def _count_less(self, key: str) -> None:
        self._in_use[key] -= 1
        if not self._in_use[key]:
            del self._in_use[key]


class Turn:
    """A request's wait for a thread of its key."""

    def __init__(self, shares: ThreadShares, key: str, limit: int) -> None:
        self.key = key
        self.limit = limit
        self.began = time.perf_counter()
        self.waited = 0.0
        """The seconds that it waited, once that is over."""
        self.has_come = False
        """True once a thread is counted for the request."""
        self._shares = shares
        self._resume: Callable[[], None] | None = None

    @property
    def may_wait(self) -> bool:
        """True before the request has waited, if not too many others do."""
        return self._resume is None and self._shares.has_room(self.key)

    def wait_for(self, resume: Callable[[], None]) -> None:
        """Call a function, in any thread, when the turn has come."""
        self._resume = resume
        self._shares.line_up(self)

    def come(self) -> None:
        """Resume the request, for which a thread is counted."""
        assert self._resume is not None
        self.waited = time.perf_counter() - self.began
        self.has_come = True
        self._resume()

    def give_up(self) -> bool:
        """Wait no longer; return False if the turn has come before."""
        if not self._shares.leave(self):
            return False
        self.waited = time.perf_counter() - self.began
        return True
