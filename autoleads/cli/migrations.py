"""Flask-Migrate's commands and settings, imported when a command asks for them.

They bring alembic, a tenth of the time and memory of a start, which only commands need.
"""

from __future__ import annotations

from typing import Any

import click
from flask import Flask

from autoleads.extensions import MIGRATIONS, db


class MigrationCommands(click.Command):
    """Stands for the group `flask db` until it is called."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        from flask_migrate.cli import db as commands  # type: ignore[import-not-found]

        context: click.Context = commands.make_context(*arguments, **options)
        return context


class LateMigrate:
    """Stands for the extension until its first use."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        app.extensions["migrate"] = self

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(self._app, db, directory=str(MIGRATIONS))
        return getattr(self._app.extensions["migrate"], name)


group = MigrationCommands("db", help="Perform database migrations.")
