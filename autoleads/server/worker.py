"""A gunicorn worker that no slow client can stop, and whose fast requests change no thread.

gunicorn's `gthread` gives a thread to a connection before its request is there: as many half-sent
requests as there are threads stop it. And it passes each request from its main loop to a thread
and back, which costs more than most of our requests.

Here one thread leads: it reads whatever arrives, without waiting, and serves each request that is
complete (heads, and bodies of up to 1 MB) by itself. The main thread watches it: a leader that is
busy for longer than `TAKE_OVER` loses the lead to the next thread, finishes its request, and then
queues for the lead again. When all threads are busy, the main thread reads in their place and
serves health checks: the process is alive, also with a frozen database.

A request that the application holds back, because its tenant or device uses as many threads as it
may, waits without one until its turn comes (`held_requests`).
"""

from __future__ import annotations

import time
from collections import deque
from threading import Event, Thread
from typing import Any

from gunicorn.workers.base import Worker

from autoleads.hooks.thread_shares import HeldBack
from autoleads.server.connection import Connection
from autoleads.server.leadership import Leadership, Term
from autoleads.server.reading import POLL_SECONDS, ReadingWorker

LINGER_SECONDS = 0.8
"""The time that idle connections stay open when the worker stops."""
TAKE_OVER = 0.003
STAND_IN_REQUESTS = 50
RESTING_TICKS = 20
"""After so many looks at a leader that did nothing, the main thread rests."""


class BufferingWorker(ReadingWorker):
    """Takes a thread for a request when all of it is there."""

    def init_process(self) -> None:
        self.waiting: deque[Connection] = deque()
        """Connections with a complete request that no thread was free for."""
        self.leadership = Leadership()
        self.served = 0
        self.is_resting = False
        self.wake = Event()
        super().init_process()

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
        return self.next_arrived(seconds)

    def serve(self, connection: Connection) -> None:
        """Serve a complete request."""
        self.served += 1
        try:
            goes_on = connection.serve(self.handle)
        except HeldBack as held_back:
            self.held.add(connection, held_back.turn)
            return
        if goes_on:
            connection.set_timeout()
            self.listen_to(connection)
        else:
            self.close(connection)
