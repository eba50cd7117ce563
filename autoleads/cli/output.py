"""The output of commands: the result on standard output, as lines or as one JSON object."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def show(result: Mapping[str, Any], as_json: bool) -> None:
    """Print an object as JSON, or as lines of a name and a value."""
    if as_json:
        show_json(result)
        return
    width = max(len(name) for name in result)
    for name, value in result.items():
        click.echo(f"{name:<{width}}  {_cell(value)}")


def show_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print objects with the same fields as a table, or `none`."""
    if not rows:
        click.echo("none")
        return
    lines = [list(rows[0])]
    for row in rows:
        lines.append([_cell(value) for value in row.values()])
    columns = zip(*lines, strict=True)
    widths = [max(len(cell) for cell in column) for column in columns]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def show_count(name: str, count: int) -> None:
    """Print the number of rows of a table on standard error, as progress."""
    click.echo(f"{name:<22}{count:>10}", err=True)


def show_json(result: Mapping[str, Any]) -> None:
    """Print an object as JSON."""
    click.echo(json.dumps(result))


@contextmanager
def logs_on_stderr() -> Iterator[None]:
    """Keep log lines out of standard output, which is for the result."""
    moved = []
    for handler in logging.getLogger("autoleads").handlers:
        if isinstance(handler, logging.StreamHandler):
            moved.append((handler, handler.setStream(sys.stderr)))
    try:
        yield
    finally:
        for handler, stream in moved:
            if stream is not None:
                handler.setStream(stream)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(value)
    return "-" if value in (None, "") else str(value)
