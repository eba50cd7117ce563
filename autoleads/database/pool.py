"""Pings connections that were idle before they are used; those used a moment ago are trusted."""

from __future__ import annotations

import time
from typing import Any

from psycopg2.extensions import cursor
from sqlalchemy import event
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
