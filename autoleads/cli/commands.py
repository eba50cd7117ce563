"""Commands and groups whose failures are one line on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import AppGroup
from psycopg2 import Error as DatabaseError
from sqlalchemy.exc import DBAPIError

from autoleads.cli.output import logs_on_stderr
from autoleads.database.problems import problem
from autoleads.database.row_level_security import UnsafeRole
from autoleads.errors import AutoLeadsError
from autoleads.http.responses import field_messages, message


class OperatorCommand(click.Command):
    """A command whose standard output is its result alone."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with failures_as_one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with failures_as_one_line(), logs_on_stderr():
            return super().invoke(ctx)


class OperatorGroup(AppGroup):
    """The commands about one noun."""

    command_class = OperatorCommand

    def invoke(self, ctx: click.Context) -> Any:
        with failures_as_one_line():
            return super().invoke(ctx)


@contextmanager
def failures_as_one_line() -> Iterator[None]:
    """Turn failures that an operator can mend into click's, which prints their message."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = None  # with a context click prints the usage too
        raise
    except UnsafeRole as error:
        raise click.ClickException(str(error)) from error
    except AutoLeadsError as error:
        raise click.ClickException(_message(error)) from error
    except (DBAPIError, DatabaseError) as error:
        refused = problem(error.orig if isinstance(error, DBAPIError) else error)
        if refused is None:
            raise
        raise click.ClickException(refused) from error


def _message(error: AutoLeadsError) -> str:
    """Return the wrong fields of an error, else its message."""
    problems = [f"{wrong['field']}: {wrong['message']}" for wrong in field_messages(error.details)]
    return "; ".join(problems) or message(error)
