"""Watches the pools of connections.

Connections that were idle are pinged before they are used; those used a moment ago are trusted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from psycopg2.extensions import cursor
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

TRUSTED_SECONDS = 1.0
"""A ping is a round trip, and a busy connection is checked out many times a second."""


def ping_idle_connections(pool: Pool) -> None:
    """Let a pool ping idle connections at checkout.

    After a restart of the database one failed ping makes the pool renew all of its connections.
    """
    event.listen(pool, "checkin", _record_time)
    event.listen(pool, "checkout", _ping)


def report_connections_in_use(engine: Engine, report: Callable[[int], None]) -> None:
    """Report how many connections are taken from an engine's pool whenever that changes."""

    def count() -> int:
        # Asked of the engine each time, which may have renewed its pool.
        pool: Any = engine.pool
        return int(pool.checkedout())

    def report_taken(*_: Any) -> None:
        report(count())

    def report_given_back(*_: Any) -> None:
        # The pool takes it back after this; a renewed pool never gave it away.
        report(max(0, count() - 1))

    event.listen(engine, "checkout", report_taken)
    event.listen(engine, "checkin", report_given_back)


def _record_time(connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["idle_since"] = time.monotonic()


def _ping(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
    idle_since = entry.info.get("idle_since")
    if idle_since is None or time.monotonic() - idle_since < TRUSTED_SECONDS:
        return
    try:
        # A plain cursor begins no transaction.
        with connection.cursor(cursor_factory=cursor) as plain:
            plain.execute("SELECT 1")
    except connection.Error as error:
        # The pool discards the connection, makes a new one and tries again.
        raise DisconnectionError from error
