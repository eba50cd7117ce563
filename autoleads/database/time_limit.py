"""Bounds the time that a connection is in use, also when its server is frozen.

A frozen server keeps no timeout of its own, its kernel confirms what we send, and libpq waits for
ever. Closing the socket from another thread ends the wait with an error.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

SOCKET = "socket"
"""In the entry of the pool: a second handle of the socket, which is safe to use from outside."""


class TimeLimit:
    """Closes connections of pools that were taken and not given back within some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._in_use: dict[ConnectionPoolEntry, float] = {}
        """Each with the time at which it was taken."""
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def apply(self, pool: Pool) -> None:
        """Watch the connections of a pool; to be called before other listeners use them."""
        event.listen(pool, "connect", _open_handle)
        event.listen(pool, "close", _close_handle)
        event.listen(pool, "checkout", self._begin)
        event.listen(pool, "checkin", self._end)

    def _begin(self, _connection: Any, entry: ConnectionPoolEntry, _fairy: Any) -> None:
        with self._changed:
            self._in_use[entry] = time.monotonic()
            if self._thread is None or not self._thread.is_alive():  # so it is in a forked child
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
            self._changed.notify()

    def _end(self, _connection: Any, entry: ConnectionPoolEntry) -> None:
        with self._changed:
            self._in_use.pop(entry, None)

    def _watch(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._in_use)
            time.sleep(self._seconds / 4)
            self._close_overdue()

    def _close_overdue(self) -> None:
        with self._changed:
            latest = time.monotonic() - self._seconds
            overdue = [entry for entry, taken in self._in_use.items() if taken < latest]
            for entry in overdue:
                del self._in_use[entry]
                with suppress(OSError, KeyError):
                    entry.info[SOCKET].shutdown(socket.SHUT_RDWR)


def _open_handle(connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info[SOCKET] = socket.socket(fileno=os.dup(connection.fileno()))


def _close_handle(_connection: Any, entry: ConnectionPoolEntry) -> None:
    if handle := entry.info.pop(SOCKET, None):
        handle.close()
