"""The lead of one thread among several."""

from __future__ import annotations

import time
from threading import Lock

Term = object
"""Stands for the time for which one thread leads."""


class Leadership:
    """Says which thread leads, and takes the lead from one that is busy for too long."""

    def __init__(self) -> None:
        self._lead = Lock()
        self._guard = Lock()
        self._term: Term | None = None
        self._busy_since: float | None = None

    @property
    def is_busy(self) -> bool:
        return self._busy_since is not None

    @property
    def is_vacant(self) -> bool:
        """True while no thread leads."""
        return self._term is None

    def wait_for(self) -> Term:
        """Wait until no other thread leads, and lead."""
        self._lead.acquire()
        self._term = Term()
        return self._term

    def is_held(self, term: Term) -> bool:
        return self._term is term

    def begin_work(self) -> None:
        """Count the time that the leader is busy from now."""
        self._busy_since = time.monotonic()

    def end_work(self, term: Term) -> None:
        """Be busy no longer, if the lead was not lost meanwhile."""
        with self._guard:
            if self._term is term:
                self._busy_since = None

    def resign(self, term: Term) -> None:
        """Let the next thread lead, if it does not already."""
        with self._guard:
            if self._term is term:
                self._end_term()

    def depose_slow(self, seconds: float) -> None:
        """Let the next thread lead if the leader is busy for longer than this."""
        with self._guard:
            busy_since = self._busy_since
            if busy_since is not None and time.monotonic() - busy_since >= seconds:
                self._end_term()

    def block(self) -> bool:
        """Keep all threads from leading, until `unblock`; return False if one leads."""
        return self._lead.acquire(blocking=False)

    def unblock(self) -> None:
        self._lead.release()

    def _end_term(self) -> None:
        self._term = self._busy_since = None
        self._lead.release()
