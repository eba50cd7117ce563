"""Migrations keep working when the application changes, because they import nothing of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autoleads.extensions import MIGRATIONS

FROZEN = sorted([*MIGRATIONS.glob("versions/*.py"), MIGRATIONS / "rls.py"])


def imported_modules(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("source", FROZEN, ids=lambda source: source.name)
def test_a_migration_imports_nothing_of_the_application(source: Path) -> None:
    roots = {module.partition(".")[0] for module in imported_modules(source)}

    assert roots <= {"__future__", "sqlalchemy", "alembic", "migrations"}
