"""Statements that the server plans once for a connection, not each time.

psycopg2 sends values within the text of a statement, so the server plans it each time: for a
webhook that takes longer than the work itself. PREPARE and EXECUTE are SQL and work with any
driver. Behind a pooler, where a connection has another session of the server in each transaction,
the text goes with its values as before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import CursorResult

from autoleads.database.connection import TransactionConnection
from autoleads.extensions import db

PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")

Run = Callable[[str, dict[str, Any]], object]


class PreparedStatement:
    """A statement with the SQL types of its parameters."""

    def __init__(self, statement: str, types: Mapping[str, str]) -> None:
        """Take a statement with parameters such as `:tenant_id`, and the type of each."""
        numbers = {name: number for number, name in enumerate(types, start=1)}
        # Always sent with a mapping of values, so a percent sign is doubled.
        escaped = statement.replace("%", "%%")
        body = PARAMETER.sub(lambda found: f"${numbers[found[1]]}", escaped)
        # Two releases may have different statements, but never by the same name.
        self.name = "s_" + hashlib.sha256(body.encode()).hexdigest()[:16]
        self._prepare = f"PREPARE {self.name} ({', '.join(types.values())}) AS {body}"
        self._execute = f"EXECUTE {self.name} ({', '.join(f'%({name})s' for name in types)})"
        self._plain = PARAMETER.sub(
            lambda found: f"CAST(%({found[1]})s AS {types[found[1]]})", escaped
        )

    def execute(self, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute the statement in the transaction of the session, without flushing it first."""
        connection = db.session.connection()
        driver: Any = connection.connection.driver_connection
        text = self.text_for(driver, connection.exec_driver_sql)
        return connection.exec_driver_sql(text, dict(parameters))

    def text_for(self, connection: TransactionConnection, run: Run) -> str:
        """Return what to send with the values, prepared with `run` where that is possible."""
        if not connection.is_session:
            return self._plain
        if self.name not in connection.prepared:
            run(self._prepare, {})
            connection.prepared.add(self.name)
        return self._execute
