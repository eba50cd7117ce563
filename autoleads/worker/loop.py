"""The worker's loop: claim and process items, send heartbeats, run maintenance, stop when told."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from flask import Flask
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from autoleads.database.problems import problem, reason
from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.services import outbox
from autoleads.services.outbox import ClaimedItem
from autoleads.worker import jobs, maintenance

log = logging.getLogger(__name__)

Claim = Callable[[int], list[ClaimedItem]]

CONCURRENCY = 4
IDLE_SECONDS = 0.3
DATABASE_RETRY_SECONDS = 1.0
MAX_DATABASE_PAUSE = 30.0
HEARTBEAT_SECONDS = 10
MAINTENANCE_SECONDS = 30
SHUTDOWN_GRACE_SECONDS = 20


class Worker:
    """Processes the outbox until `stop` is set; several workers may run side by side."""

    def __init__(self, app: Flask, concurrency: int = CONCURRENCY) -> None:
        self.stop = threading.Event()
        self._app = app
        self._concurrency = concurrency
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._busy: set[Future[None]] = set()
        self._database_pause = DATABASE_RETRY_SECONDS

    def run(self) -> None:
        """Work until told to stop; give items that were begun 20 seconds to end."""
        beat = partial(maintenance.send_heartbeat, self._name)
        self._start(HEARTBEAT_SECONDS, beat)
        self._start(MAINTENANCE_SECONDS, maintenance.run_maintenance)
        self._start(MAINTENANCE_SECONDS, maintenance.verify_domains)
        self._start(MAINTENANCE_SECONDS, maintenance.delete_files)
        pool = self._make_pool()
        while not self.stop.is_set():
            if self._submit_due_items(pool, self._claim_or_wait) == 0:
                self.stop.wait(IDLE_SECONDS)
        wait(self._busy, SHUTDOWN_GRACE_SECONDS)
        pool.shutdown(wait=False, cancel_futures=True)

    def drain(self) -> int:
        """Work until nothing is due; return the number of items.

        Raises:
            DBAPIError: the database refuses.
        """
        total = 0
        with self._make_pool() as pool:
            while True:
                submitted = self._submit_due_items(pool, self._claim)
                total += submitted
                if submitted == 0 and not self._busy:
                    return total

    def _make_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._concurrency, thread_name_prefix="worker")

    def _submit_due_items(self, pool: ThreadPoolExecutor, claim: Claim) -> int:
        """Submit due items to the free threads and return how many.

        Wait a moment for a busy thread where all are busy, or nothing is due.
        """
        self._busy = {future for future in self._busy if not future.done()}
        free = self._concurrency - len(self._busy)
        if free == 0:
            wait(self._busy, timeout=1, return_when=FIRST_COMPLETED)
            return 0
        items = claim(free)
        for item in items:
            self._busy.add(pool.submit(self._process, item))
        if not items and self._busy:
            wait(self._busy, timeout=IDLE_SECONDS, return_when=FIRST_COMPLETED)
        return len(items)

    def _claim(self, limit: int) -> list[ClaimedItem]:
        with self._app.app_context(), platform_scope():
            items = outbox.claim(limit)
            db.session.commit()
        self._database_pause = DATABASE_RETRY_SECONDS
        return items

    def _claim_or_wait(self, limit: int) -> list[ClaimedItem]:
        """Claim items; while the database refuses, say why and wait, each time longer."""
        try:
            return self._claim(limit)
        except DBAPIError as error:
            why = problem(error.orig) or reason(error.orig)
            log.warning(
                "database unavailable",
                extra={"reason": why, "retrySeconds": self._database_pause},
            )
            self.stop.wait(self._database_pause)
            self._database_pause = min(self._database_pause * 2, MAX_DATABASE_PAUSE)
            return []

    def _process(self, item: ClaimedItem) -> None:
        with self._app.app_context():
            jobs.process(item)

    def _start(self, seconds: float, work: Callable[[], None]) -> None:
        threading.Thread(target=self._repeat, args=(seconds, work), daemon=True).start()

    def _repeat(self, seconds: float, work: Callable[[], None]) -> None:
        """Work every so many seconds until told to stop, in a thread that nothing else delays."""
        while not self.stop.is_set():
            try:
                with self._app.app_context():
                    work()
            except SQLAlchemyError as error:
                log.warning("database unavailable", extra={"error": type(error).__name__})
            except Exception:
                log.exception("maintenance failed")
            self.stop.wait(seconds)
