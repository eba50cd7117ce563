"""Requests that the application holds back, each with its connection, until their turn comes."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from autoleads.hooks.bounded_threads import CAN_HOLD_BACK
from autoleads.hooks.thread_shares import HeldBack, Turn
from autoleads.server.connection import Connection

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HOLD_SECONDS = 5.0
"""Clients and proxies wait for longer than this; then the application refuses the request."""


class HeldRequests:
    """The held requests of a worker, oldest first, and those whose turn has come.

    For each of the latter a byte is in the pipe, so that the leader finds them among what arrives
    and serves them in between.
    """

    def __init__(self, capacity: int, pipe: tuple[int, int]) -> None:
        self._capacity = capacity
        self._reader, self._writer = pipe
        self._held: dict[Connection, tuple[Turn, float]] = {}
        self._resumed: deque[Connection] = deque()

    def allow(self, application: WSGIApplication) -> WSGIApplication:
        """Return an application that may hold requests back, while there is room for them."""

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            sock = environ["gunicorn.socket"]
            if sock.held_environ is not None:
                environ, sock.held_environ = sock.held_environ, None
            elif len(self._held) < self._capacity:
                environ[CAN_HOLD_BACK] = True
            try:
                return application(environ, start_response)
            except HeldBack:
                sock.held_environ = environ
                raise

        return serve

    def add(self, connection: Connection, turn: Turn) -> None:
        """Hold the request of a connection until its turn comes, or for as long as it may wait."""
        self._held[connection] = turn, time.monotonic() + HOLD_SECONDS
        turn.wait_for(partial(self._resume, connection))

    def take_resumed(self, _: int) -> Connection | None:
        """Return the next connection whose request is to be served, if there is one."""
        with suppress(BlockingIOError):
            os.read(self._reader, 1)
        return self._resumed.popleft() if self._resumed else None

    def resume_overdue(self, now: float) -> None:
        """Let the requests that have waited for too long be refused."""
        for connection, (turn, deadline) in list(self._held.items()):
            if deadline > now:
                return
            if turn.give_up():
                self._resume(connection)

    def forget_hung_up(self, connection: Connection) -> bool:
        """Return whether a connection is of a client that hung up while its request was held."""
        held = self._held.get(connection)
        if held is None or not connection.sock.has_hung_up():
            return False
        turn, _ = held
        if not turn.give_up():
            return False
        del self._held[connection]
        return True

    def _resume(self, connection: Connection) -> None:
        del self._held[connection]
        self._resumed.append(connection)
        os.write(self._writer, b".")
