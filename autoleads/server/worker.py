"""A gunicorn worker that no slow client can stop, and whose fast requests change no thread.

gunicorn's `gthread` gives a thread to a connection before its request is there: as many half-sent
requests as there are threads stop it. And it passes each request from its main loop to a thread
and back, which costs more than most of our requests.

Here one thread leads: it reads whatever arrives, without waiting, and serves each request that is
complete (heads, and bodies of up to 1 MB) by itself. The main thread watches it: a leader that is
busy for longer than `TAKE_OVER` loses the lead to the next thread, finishes its request, and then
queues for the lead again. When all threads are busy, the main thread reads in their place and
serves health checks: the process is alive, also with a frozen database.
"""

from __future__ import annotations

import time
from collections import deque
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Lock, Thread
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from autoleads.server.connection import Connection
from autoleads.server.leadership import Leadership, Term
from autoleads.server.refusals import refuse, refuse_unreadable

REQUEST_SECONDS = 15.0
"""The time for a whole head, with a body that is buffered, from the first byte."""
LINGER_SECONDS = 0.8
"""The time that idle connections stay open when the worker stops."""
TAKE_OVER = 0.003
POLL_SECONDS = 0.25
STAND_IN_REQUESTS = 50
RESTING_TICKS = 20
"""After so many looks at a leader that did nothing, the main thread rests."""


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """Takes a thread for a request when all of it is there."""

    def init_process(self) -> None:
        self.poller = DefaultSelector()
        self.open: set[Connection] = set()
        self.waiting: deque[Connection] = deque()
        """Connections with a complete request that no thread was free for."""
        self.events: deque[Any] = deque()
        self.leadership = Leadership()
        self.guard = Lock()
        """Guards whether a connection is busy and watched."""
        self.served = 0
        self.is_resting = False
        self.wake = Event()
        self.next_sweep = 0.0
        self.stops_at = float("inf")
        Worker.init_process(self)

    def run(self) -> None:
        """Watch the leader until the worker is to stop, then until its clients are served."""
        self.set_accept_enabled(True)
        for number in range(self.cfg.threads):
            Thread(target=self.take_turns, name=f"web-{number}", daemon=True).start()
        while self.alive:
            self.notify()
            if not self.is_parent_alive():
                return
            self.watch(time.monotonic() + POLL_SECONDS)
        self.stops_at = time.monotonic() + LINGER_SECONDS
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while self.open and time.monotonic() < deadline:
            self.notify()
            self.watch(time.monotonic() + POLL_SECONDS)

    def handle_exit(self, sig: Any, frame: Any) -> None:
        self.alive = False

    def handle_quit(self, sig: Any, frame: Any) -> None:
        Worker.handle_quit(self, sig, frame)

    def watch(self, until: float) -> None:
        """Look after the leader for a while."""
        idle_ticks, served, was_free = 0, self.served, False
        while time.monotonic() < until:
            self.leadership.depose_slow(TAKE_OVER)
            is_free = self.leadership.block()
            if is_free:
                # Twice in a row: no thread wants the lead, they are all busy.
                if was_free:
                    self.stand_in()
                self.leadership.unblock()
            was_free = is_free
            idle_ticks = idle_ticks + 1 if served == self.served else 0
            served = self.served
            if idle_ticks > RESTING_TICKS:
                self.rest(until)
                idle_ticks = 0
            else:
                time.sleep(TAKE_OVER)

    def rest(self, until: float) -> None:
        """Sleep until the leader has something to do."""
        self.wake.clear()
        self.is_resting = True
        if not self.leadership.is_busy:
            self.wake.wait(until - time.monotonic())
        self.is_resting = False

    def stand_in(self) -> None:
        """Read what arrives while all threads are busy, and serve health checks."""
        self.events.clear()
        for _ in range(STAND_IN_REQUESTS):
            connection = self.next_request(TAKE_OVER)
            if connection is None:
                return
            if connection.is_health_check():
                self.serve(connection)
            else:
                self.waiting.append(connection)

    def take_turns(self) -> None:
        """Lead, whenever no other thread does."""
        while True:
            term = self.leadership.wait_for()
            self.events.clear()
            try:
                self.serve_until_deposed(term)
            except Exception:
                # A thread that ends must not keep the lead, or the worker would hang.
                self.log.exception("web thread failed: the worker stops, to be replaced")
                self.alive = False
                self.leadership.resign(term)
                return

    def serve_until_deposed(self, term: Term) -> None:
        """Serve one request after another while this thread leads."""
        while self.leadership.is_held(term):
            connection = self.next_request(POLL_SECONDS)
            if connection is None:
                continue
            self.leadership.begin_work()
            if self.is_resting:
                self.wake.set()
            self.serve(connection)
            self.leadership.end_work(term)

    def next_request(self, seconds: float) -> Connection | None:
        """Return a connection with a complete request, or None if there is none for some time."""
        if self.waiting and not self.leadership.is_vacant:
            return self.waiting.popleft()
        if not self.events:
            self.sweep()
            self.events.extend(self.poller.select(seconds))
        while self.events:
            key, _ = self.events.popleft()
            if not isinstance(key.data, Connection):
                key.data(key.fileobj)
            elif self.has_request(key.data):
                return key.data
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
            if connection.is_busy:
                # A thread serves its last request: it will read on by itself.
                self.poller.unregister(connection.sock)
                connection.is_watched = False
                return False
        is_first = not connection.received
        if not connection.receive():
            self.close(connection)
            return False
        if is_first and connection.received:
            connection.timeout = time.monotonic() + REQUEST_SECONDS
        connection.is_busy = connection.is_complete()
        return connection.is_busy

    def serve(self, connection: Connection) -> None:
        """Serve a complete request."""
        goes_on = connection.serve(self.handle)
        self.served += 1
        if goes_on:
            connection.set_timeout()
            self.listen_to(connection)
        else:
            self.close(connection)

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
