"""The reading half of the worker: it receives from all connections, without waiting for any."""

from __future__ import annotations

import time
from collections import deque
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from autoleads.server.connection import Connection
from autoleads.server.held_requests import HeldRequests
from autoleads.server.refusals import refuse, refuse_unreadable

REQUEST_SECONDS = 15.0
"""The time for a whole head, with a body that is buffered, from the first byte."""
POLL_SECONDS = 0.25


class ReadingWorker(ThreadWorker):  # type: ignore[misc]
    """Accepts connections and reads requests until they are complete; one thread at a time."""

    wsgi: Any

    def init_process(self) -> None:
        self.poller = DefaultSelector()
        self.open: set[Connection] = set()
        self.events: deque[Any] = deque()
        self.guard = Lock()
        """Guards whether a connection is busy and watched."""
        self.next_sweep = 0.0
        self.stops_at = float("inf")
        Worker.init_process(self)

    def load_wsgi(self) -> None:
        """Load the application, and let it hold requests back."""
        super().load_wsgi()
        self.held = HeldRequests(self.worker_connections // 2, self.PIPE)
        self.poller.register(self.PIPE[0], EVENT_READ, self.held.take_resumed)
        self.wsgi = self.held.allow(self.wsgi)

    def next_arrived(self, seconds: float) -> Connection | None:
        """Return a connection with a complete request, or None if there is none for some time."""
        if not self.events:
            self.sweep()
            self.events.extend(self.poller.select(seconds))
        while self.events:
            key, _ = self.events.popleft()
            if isinstance(key.data, Connection):
                found = key.data if self.has_request(key.data) else None
            else:
                found = key.data(key.fileobj)
            if found is not None:
                return found
        return None

    def accept(self, listener: Any) -> None:
        """Accept a connection and wait for its first request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as error:
            # Too many open files, for example: the sweep accepts again.
            self.log.error("cannot accept a connection: %s", error)
            self.set_accept_enabled(False)
            return
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.set_timeout()
        self.open.add(connection)
        self.listen_to(connection)

    def listen_to(self, connection: Connection) -> None:
        """Wait for the next request of a connection."""
        with self.guard:
            connection.is_busy = False
            if not connection.is_watched:
                self.poller.register(connection.sock, EVENT_READ, connection)
                connection.is_watched = True

    def has_request(self, connection: Connection) -> bool:
        """Take what has arrived; return whether a request is complete and yet to be served."""
        with self.guard:
            if connection.is_closed:
                return False
            is_busy = connection.is_busy
            if is_busy:
                # A thread serves its last request, or will: it reads on by itself.
                self.poller.unregister(connection.sock)
                connection.is_watched = False
        if is_busy:
            if self.held.forget_hung_up(connection):
                self.close(connection)
            return False
        is_first = not connection.received
        if not connection.receive():
            self.close(connection)
            return False
        if is_first and connection.received:
            connection.timeout = time.monotonic() + REQUEST_SECONDS
        connection.is_busy = connection.is_complete()
        return connection.is_busy

    def close(self, connection: Connection, *, graceful: bool = True) -> None:
        """Close a connection; a graceful end waits until the client has closed its side too."""
        with self.guard:
            if connection.is_watched:
                self.poller.unregister(connection.sock)
            connection.is_watched = False
            connection.is_closed = True
        self.open.discard(connection)
        connection.close(graceful=graceful)

    def sweep(self) -> None:
        """Close connections whose request did not arrive in time, and idle ones at the end."""
        now = time.monotonic()
        if now < self.next_sweep:
            return
        self.next_sweep = now + POLL_SECONDS
        self.set_accept_enabled(self.alive and len(self.open) < self.worker_connections)
        if not self.alive:
            # New connections would wait here for nothing: they are left to the next server.
            for listener in self.sockets:
                listener.close()
        self.held.resume_overdue(now)
        for connection in list(self.open):
            if not connection.is_overdue(now, self.stops_at):
                continue
            if connection.received:
                refuse(connection.sock, "408 Request Timeout", "The request took too long.")
            # No other connection is read while this waits for a silent client.
            self.close(connection, graceful=False)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Respond to what gunicorn refuses in the envelope of the API."""
        if isinstance(exc, ParseException):
            refuse_unreadable(client, exc)
        else:
            super().handle_error(req, client, addr, exc)
