"""A streaming replica of a server, for tests that let it lag, freeze it or kill it."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import closing
from typing import Any

import psycopg2

from autoleads.dev.postgres.cluster import SUPERUSER, Cluster


class Replica:
    """A server that follows another; `remove` ends it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._guard: subprocess.Popen[bytes] | None = None
        """Stops the server if this process dies."""
        self._frozen: list[int] = []

    def start(self) -> None:
        """Start it, also after `kill`, and let it stop when this process dies."""
        self._cluster.ensure_running()
        if self._guard is None:
            self._guard = self._cluster.stop_when_orphaned()

    def url(self, role: str, database: str) -> str:
        return self._cluster.url(role, database)

    def fetch(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, as a superuser."""
        with closing(psycopg2.connect(self.url(SUPERUSER, "postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query, parameters)
                return cursor.fetchall()

    def stop_following(self) -> None:
        """Let it lag from now on."""
        self.fetch("SELECT pg_wal_replay_pause()")

    def follow(self) -> None:
        """Let it catch up."""
        self.fetch("SELECT pg_wal_replay_resume()")

    def freeze(self) -> None:
        """Stop all of its processes: it accepts connections and never responds."""
        self._frozen = self._cluster.process_ids()
        for process in self._frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._frozen:
            os.kill(process, signal.SIGCONT)
        self._frozen = []

    def kill(self) -> None:
        """End it as a crash would."""
        self._cluster.stop(immediate=True)

    def remove(self) -> None:
        """Stop it, also if it is frozen or was killed, and remove its files."""
        self.thaw()
        self._cluster.stop(immediate=True)
        if self._guard:
            self._guard.kill()
            self._guard.communicate()
        self._cluster.remove()
