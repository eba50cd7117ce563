"""Single statements outside the session, for what every request asks: one round trip each.

The server takes the statements of one message for one transaction, so `SET LOCAL` holds for the
statement behind it, and neither BEGIN nor COMMIT is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extras import NamedTupleCursor
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from autoleads.database.connection import TransactionConnection
from autoleads.database.prepared import PreparedStatement

Row = Any
"""A named tuple."""


class DirectCursor(NamedTupleCursor):
    """A cursor of a statement that is a transaction of its own."""


class DirectDatabase:
    """Runs statements on the primary or a replica; each application has one."""

    def __init__(self, engines: Mapping[str | None, Engine]) -> None:
        self._engines = engines

    def fetch_row(
        self, statement: str | PreparedStatement, *arguments: Any, **options: Any
    ) -> Row | None:
        """Return the first row of what `fetch_rows` returns."""
        rows = self.fetch_rows(statement, *arguments, **options)
        return rows[0] if rows else None

    def fetch_rows(
        self,
        statement: str | PreparedStatement,
        parameters: Mapping[str, Any] | None = None,
        *,
        tenant_id: int | None = None,
        replica: str | None = None,
    ) -> list[Row]:
        """Return the rows of a statement; without a tenant, of the platform's own tables.

        They come from the primary, unless a replica is named.

        Raises:
            OperationalError: the server does not respond, or took too long.
        """
        tenant = "" if tenant_id is None else f"SET LOCAL app.tenant_id = '{tenant_id:d}'; "
        engine = self._engines[replica]
        try:
            with borrow(engine) as borrowed, borrowed.cursor(cursor_factory=DirectCursor) as cursor:

                def run(text: str, values: Mapping[str, Any] | None) -> None:
                    opening = f"{borrowed.timeouts}{tenant}"
                    cursor.execute(f"{opening}{text}", values)  # type: ignore[no-untyped-call]

                if isinstance(statement, PreparedStatement):
                    statement = statement.text_for(borrowed, run)
                run(statement, parameters)
                return cursor.fetchall()
        except psycopg2.Error as error:
            raise _as_sqlalchemy(error, engine) from error


@contextmanager
def borrow(engine: Engine) -> Iterator[TransactionConnection]:
    """Yield a connection of the pool; all of them are renewed if it turns out to be dead."""
    pooled = engine.raw_connection()
    try:
        yield pooled.driver_connection  # type: ignore[misc]
    except psycopg2.Error as error:
        if pooled.driver_connection is None or pooled.driver_connection.closed:
            pooled.invalidate(error)
            engine.dispose()
        raise
    finally:
        pooled.close()


def _as_sqlalchemy(error: psycopg2.Error, engine: Engine) -> Exception:
    """Return the error as the session would raise it, without the statement's values."""
    return DBAPIError.instance(
        None, None, error, psycopg2.Error, hide_parameters=True, dialect=engine.dialect
    )
