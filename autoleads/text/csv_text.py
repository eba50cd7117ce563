"""Tables as text that a spreadsheet opens: with a byte order mark, `;` between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV for Excel with Indonesian settings; None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}".replace(".", ",")
        case str() if value.startswith(FORMULA_SIGNS):
            # A spreadsheet would run it as a formula.
            return f"'{value}"
    return value
