"""Checks that each statement of the product names the tenant for each tenant table it touches.

Row-level security would hold without; partitions, shards and indexes that begin with the tenant
need the condition in the statement itself.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from autoleads.database.row_level_security import UNGUARDED_BY_DESIGN
from autoleads.extensions import db

PRODUCT = str(Path(__file__).parents[2] / "autoleads")
TESTS = str(Path(__file__).parents[1])

_REFERENCE = re.compile(
    r"\b(?:FROM|JOIN|UPDATE)\s+(\w+)\b(?!\.)(?:\s+AS)?(?:\s+(\w+))?", re.IGNORECASE
)
_INSERT = re.compile(r"\bINSERT INTO (\w+) \(([^)]*)\)", re.IGNORECASE)
_CONDITIONS = (
    re.compile(r"(\w+)\.tenant_id\s*(?:=|IN\b)", re.IGNORECASE),
    re.compile(r"=\s*(\w+)\.tenant_id\b", re.IGNORECASE),
    re.compile(r"\((\w+)\.tenant_id,[^()]*\)\s+IN\b", re.IGNORECASE),
    re.compile(r"(?<![.\w])()tenant_id\s*=", re.IGNORECASE),
)
_KEYWORDS = frozenset(
    [
        "set",
        "where",
        "on",
        "join",
        "left",
        "inner",
        "outer",
        "cross",
        "order",
        "group",
        "limit",
        "for",
        "using",
        "returning",
        "as",
        "union",
    ]
)


def tenant_tables() -> frozenset[str]:
    """Return the tables under row-level security."""
    owned = {name for name, table in db.metadata.tables.items() if "tenant_id" in table.columns}
    return frozenset(owned - set(UNGUARDED_BY_DESIGN))


def unnamed_tables(statement: str) -> set[str]:
    """Return the tenant tables that a statement touches without a condition on their tenant."""
    tables = tenant_tables()
    missing: set[str] = set()
    if "WHERE false" in statement:  # SQLAlchemy leaves the other conditions out
        return missing
    for table, columns in _INSERT.findall(statement):
        if table in tables and "tenant_id" not in columns:
            missing.add(table)
    compared = _comparisons(statement)
    for table, alias in _references(statement, tables):
        if compared[alias] > 0:
            compared[alias] -= 1
        elif compared[""] > 0:
            compared[""] -= 1
        else:
            missing.add(table)
    return missing


def _references(statement: str, tables: frozenset[str]) -> list[tuple[str, str]]:
    """Return the tenant tables that a statement reads or updates, each with its alias."""
    found = []
    for table, alias in _REFERENCE.findall(statement):
        if table in tables:
            has_alias = alias and alias.lower() not in _KEYWORDS
            found.append((table, alias if has_alias else table))
    return found


def _comparisons(statement: str) -> Counter[str]:
    """Count the conditions on `tenant_id` by table or alias; "" where neither is given."""
    compared: Counter[str] = Counter()
    for condition in _CONDITIONS:
        compared.update(condition.findall(statement))
    return compared


def called_by_product() -> bool:
    """Return whether the product emits the statement, not a test; to be called by the listener."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(TESTS):
            return False
        if file.startswith(PRODUCT):
            return True
        frame = frame.f_back
    return False
