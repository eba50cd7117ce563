"""A connection that begins a transaction together with its first statement.

psycopg2 sends BEGIN by itself, and the tenant would be another statement: three round trips before
the first row is read. Here all of it goes in one. The connection is in psycopg2's autocommit mode,
so a statement of a plain cursor is a transaction of its own, see `database.direct`.

Timeouts are set once for a session of the server. Behind a pooler such as PgBouncer, where each
transaction may have another session and a setting would reach other clients, they go with each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from psycopg2.extensions import TRANSACTION_STATUS_IDLE, connection, cursor


class TransactionCursor(cursor):
    """Sends what opens the transaction in front of its first statement."""

    connection: TransactionConnection

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002
        opening = self.connection.take_opening()
        if not opening:
            super().execute(query, vars)
            return
        if isinstance(query, bytes):
            query = query.decode()
        super().execute(f"{opening} {query}", vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        # psycopg2 does not call `execute` for each.
        if opening := self.connection.take_opening():
            super().execute(opening)
        super().executemany(query, vars_list)


class TransactionConnection(connection):
    """Commits and rolls back what `TransactionCursor` has begun."""

    def __init__(
        self,
        dsn: str,
        *arguments: Any,
        timeouts: Mapping[str, str] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        super().__init__(dsn, *arguments, **options)
        self.autocommit = True
        self.cursor_factory = TransactionCursor
        self.is_session = self._is_session()
        self.prepared: set[str] = set()
        """The names of statements that this session has prepared."""
        self.timeouts = ""
        """Statements that bound the waits of a transaction, where the session does not."""
        self._settings = ""
        self._bound_waits(timeouts)

    def set_locally(self, settings: str) -> None:
        """Send these `SET LOCAL` statements in front of the next statement."""
        self._settings = settings

    def take_opening(self) -> str:
        """Return what must come before the next statement of a transaction."""
        settings = self._settings
        self._settings = ""
        if self.info.transaction_status == TRANSACTION_STATUS_IDLE:
            return f"BEGIN; {self.timeouts}{settings}"
        return settings

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        self._end("ROLLBACK")

    def _is_session(self) -> bool:
        """Return whether this is one session of the server, not of a pooler's many."""
        with self.cursor(cursor_factory=cursor) as plain:
            plain.execute("SELECT pg_backend_pid()")
            [process] = plain.fetchone() or [None]
        return bool(process == self.info.backend_pid)

    def _bound_waits(self, timeouts: Mapping[str, str]) -> None:
        """Set the timeouts of the session, or prepare to set them in each transaction."""
        scope = "SET" if self.is_session else "SET LOCAL"
        settings = "".join(f"{scope} {name} = '{value}'; " for name, value in timeouts.items())
        if not self.is_session:
            self.timeouts = settings
        elif settings:
            with self.cursor(cursor_factory=cursor) as plain:
                plain.execute(settings)

    def _end(self, command: str) -> None:
        self._settings = ""
        if self.closed or self.info.transaction_status != TRANSACTION_STATUS_IDLE:
            with self.cursor(cursor_factory=cursor) as plain:
                plain.execute(command)
