"""The worker's loop: claim, process, send heartbeats, run maintenance, stop when told."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.services import outbox
from autoleads.services.outbox import ClaimedItem
from autoleads.worker import housekeeping, jobs

log = logging.getLogger(__name__)

CONCURRENCY = 4
IDLE_SECONDS = 0.3
HEARTBEAT_SECONDS = 10
MAINTENANCE_SECONDS = 30
SHUTDOWN_GRACE_SECONDS = 20


class Worker:
    """Works on the outbox until `stop` is set; several may run side by side."""

    def __init__(self, app: Flask, concurrency: int = CONCURRENCY) -> None:
        self.stop = threading.Event()
        self._app = app
        self._concurrency = concurrency
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._busy: set[Future[None]] = set()

    def run(self) -> None:
        """Work until told to stop; what was begun gets 20 s to end."""
        threading.Thread(target=self._maintenance_loop, daemon=True).start()
        pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix="worker")
        while not self.stop.is_set():
            if not self._claim(pool):
                self.stop.wait(IDLE_SECONDS)
        wait(self._busy, SHUTDOWN_GRACE_SECONDS)
        pool.shutdown(wait=False, cancel_futures=True)

    def drain(self) -> int:
        """Work until nothing is due; how many items there were."""
        done = 0
        with ThreadPoolExecutor(self._concurrency, thread_name_prefix="worker") as pool:
            while (claimed := self._claim(pool)) or self._busy:
                done += claimed
        return done

    def _claim(self, pool: ThreadPoolExecutor) -> int:
        """Submit due items to free threads and return how many; wait for a thread when all are busy."""
        self._busy = {future for future in self._busy if not future.done()}
        if len(self._busy) == self._concurrency:
            wait(self._busy, 1, FIRST_COMPLETED)
            return 0
        items = self._due(self._concurrency - len(self._busy))
        self._busy |= {pool.submit(self._process, item) for item in items}
        if not items and self._busy:
            wait(self._busy, IDLE_SECONDS, FIRST_COMPLETED)
        return len(items)

    def _due(self, limit: int) -> list[ClaimedItem]:
        try:
            with self._app.app_context(), platform_scope():
                items = outbox.claim(limit)
                db.session.commit()
                return items
        except SQLAlchemyError as error:
            log.warning("database does not answer", extra={"error": type(error).__name__})
            self.stop.wait(1)
            return []

    def _process(self, item: ClaimedItem) -> None:
        with self._app.app_context():
            jobs.process(item)

    def _maintenance_loop(self) -> None:
        kept_at = float("-inf")
        while not self.stop.is_set():
            try:
                with self._app.app_context():
                    housekeeping.beat(self._name)
                    if time.monotonic() - kept_at > MAINTENANCE_SECONDS:
                        kept_at = time.monotonic()
                        housekeeping.keep()
            except SQLAlchemyError as error:
                log.warning("database does not answer", extra={"error": type(error).__name__})
            except Exception:
                log.exception("housekeeping failed")
            self.stop.wait(HEARTBEAT_SECONDS)
