"""`flask backup` and `flask restore`: all rows in one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from autoleads.cli.commands import OperatorCommand
from autoleads.cli.output import show_count
from autoleads.database.backup import BackupError, Counts, restore_backup, write_backup
from config import Config

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command("backup", cls=OperatorCommand)
@FILE
@with_appcontext
def backup(file: Path) -> None:
    """Write all rows to a new FILE, while the service runs."""
    with _one_line_errors():
        counts = write_backup(_config().migration_database_url, file, show_count)
    _show_total("Wrote", counts)


@click.command("restore", cls=OperatorCommand)
@FILE
@with_appcontext
def restore(file: Path) -> None:
    """Fill an empty database, that `db upgrade` has prepared, from FILE."""
    with _one_line_errors():
        counts = restore_backup(_config().migration_database_url, file, show_count)
    _show_total("Restored", counts)
    click.echo("Messages that waited to be sent are `unknown`: send again what did not arrive.")


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except (BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _config() -> Config:
    config: Config = current_app.config["AUTOLEADS"]
    return config


def _show_total(verb: str, counts: Counts) -> None:
    click.echo(f"{verb} {sum(counts.values())} rows of {len(counts)} tables.")
