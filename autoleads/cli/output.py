"""How commands speak: the result on standard output, as lines or as JSON; what went wrong as one line on standard error."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
import pydantic
from flask.cli import AppGroup
from pydantic.alias_generators import to_camel
from sqlalchemy.exc import OperationalError, ProgrammingError

from autoleads.errors import AutoLeadsError, ValidationError
from autoleads.http.openapi import field_errors

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")

M = TypeVar("M", bound=pydantic.BaseModel)


class OperatorCommand(click.Command):
    """A command whose failures are one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line(), logs_on_stderr():
            return super().invoke(ctx)


class OperatorGroup(AppGroup):
    """Operator commands about one noun."""

    command_class = OperatorCommand

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line():
            return super().invoke(ctx)


def show(result: Mapping[str, Any], as_json: bool) -> None:
    """Print an object, one field a line."""
    if as_json:
        show_json(result)
        return
    width = max(map(len, result))
    for name, value in result.items():
        click.echo(f"{name:<{width}}  {_words(value)}")


def show_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print objects with the same fields as lines under one heading."""
    if not rows:
        click.echo("none")
        return
    lines = [[*rows[0]], *([_words(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        click.echo(
            "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def show_json(result: Mapping[str, Any]) -> None:
    click.echo(json.dumps(result))


def checked(schema: type[M], **fields: Any) -> M:
    """The options as an object of a schema; those that are None were not given.

    Raises:
        ValidationError: all wrong fields.
    """
    given = {to_camel(name): value for name, value in fields.items() if value is not None}
    try:
        return schema.model_validate(given)
    except pydantic.ValidationError as error:
        raise ValidationError(details=field_errors(error)) from None


@contextmanager
def logs_on_stderr() -> Iterator[None]:
    """Standard output is for the result alone."""
    handlers = [
        h for h in logging.getLogger("autoleads").handlers if isinstance(h, logging.StreamHandler)
    ]
    before = [(handler, handler.setStream(sys.stderr)) for handler in handlers]
    try:
        yield
    finally:
        for handler, stream in before:
            if stream is not None:
                handler.setStream(stream)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        error.ctx = None  # with it, the usage is printed too
        raise
    except AutoLeadsError as error:
        problems = "; ".join(f"{problem.field}: {problem.message}" for problem in error.details)
        raise click.ClickException(problems or error.message) from error
    except ProgrammingError as error:
        if getattr(error.orig, "pgcode", None) != UNDEFINED_TABLE:
            raise
        raise click.ClickException(
            "The tables are missing: run `flask --app wsgi db upgrade` first."
        ) from error
    except OperationalError as error:
        raise click.ClickException("The database does not answer.") from error


UNDEFINED_TABLE = "42P01"


def _words(value: Any) -> str:
    words = ", ".join(value) if isinstance(value, list) else value
    return "-" if words in (None, "") else str(words)
