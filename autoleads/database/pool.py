"""Connections that lay idle are asked whether they live before they are used; those used just now are trusted."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

TRUSTED_SECONDS = 1.0
"""A question is a round trip, and a quick reader makes many in a second."""


def ping_idle_connections(pool: Pool) -> None:
    """Have a pool ask; after a restart of the database, one failure makes it renew all its connections."""
    event.listen(pool, "checkin", _note_time)
    event.listen(pool, "checkout", _ask)


def _note_time(connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["idle_since"] = time.monotonic()


def _ask(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
    idle_since = entry.info.get("idle_since")
    if idle_since is None or time.monotonic() - idle_since < TRUSTED_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except connection.Error as error:
        # The pool takes this as "dead": it makes a new connection and tries again.
        raise DisconnectionError from error
