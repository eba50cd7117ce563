"""The worker's loop: claim as much as there are free hands, beat, look after the house, and stop when told."""

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

HANDS = 4
IDLE_SECONDS = 0.3
BEAT_SECONDS = 10
HOUSEKEEPING_SECONDS = 30
FAREWELL_SECONDS = 20


class Worker:
    """Works on the outbox until `stop` is set; several may run side by side."""

    def __init__(self, app: Flask, hands: int = HANDS) -> None:
        self.stop = threading.Event()
        self._app = app
        self._hands = hands
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._busy: set[Future[None]] = set()

    def run(self) -> None:
        """Work until told to stop; what was begun gets 20 s to end."""
        threading.Thread(target=self._look_after_the_house, daemon=True).start()
        pool = ThreadPoolExecutor(self._hands, thread_name_prefix="worker")
        while not self.stop.is_set():
            if not self._claim(pool):
                self.stop.wait(IDLE_SECONDS)
        wait(self._busy, FAREWELL_SECONDS)
        pool.shutdown(wait=False, cancel_futures=True)

    def drain(self) -> int:
        """Work until nothing is due; how many items there were."""
        done = 0
        with ThreadPoolExecutor(self._hands, thread_name_prefix="worker") as pool:
            while (claimed := self._claim(pool)) or self._busy:
                done += claimed
        return done

    def _claim(self, pool: ThreadPoolExecutor) -> int:
        """Take on what is due, as far as there are free hands; waits for a hand when there is none."""
        self._busy = {future for future in self._busy if not future.done()}
        if len(self._busy) == self._hands:
            wait(self._busy, 1, FIRST_COMPLETED)
            return 0
        items = self._due(self._hands - len(self._busy))
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

    def _look_after_the_house(self) -> None:
        kept_at = float("-inf")
        while not self.stop.is_set():
            try:
                with self._app.app_context():
                    housekeeping.beat(self._name)
                    if time.monotonic() - kept_at > HOUSEKEEPING_SECONDS:
                        kept_at = time.monotonic()
                        housekeeping.keep()
            except SQLAlchemyError as error:
                log.warning("database does not answer", extra={"error": type(error).__name__})
            except Exception:
                log.exception("housekeeping failed")
            self.stop.wait(BEAT_SECONDS)
