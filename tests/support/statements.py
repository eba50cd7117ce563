"""Recording the SQL statements of an application under test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from autoleads.database.direct import DirectCursor
from autoleads.extensions import db

SETTINGS = re.compile(r"SET LOCAL [^;]*;\s*")


@contextmanager
def recorded_statements(app: Flask) -> Iterator[list[str]]:
    """Give a list that the statements executed inside the block are added to."""
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    with watched(engine, statements.append):
        yield statements


@contextmanager
def watched(target: Any, watch: Callable[[str], None]) -> Iterator[None]:
    """Call a function with each statement of an engine, and with each direct one."""

    def on_execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        watch(statement)

    execute = DirectCursor.execute

    def execute_direct(cursor: DirectCursor, query: str, parameters: Any = None) -> None:
        watch(SETTINGS.sub("", query))
        execute(cursor, query, parameters)  # type: ignore[no-untyped-call]

    event.listen(target, "before_cursor_execute", on_execute)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DirectCursor, "execute", execute_direct)
        yield
    event.remove(target, "before_cursor_execute", on_execute)
