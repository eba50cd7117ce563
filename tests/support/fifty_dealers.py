"""A database with the rows of fifty dealers, and the plans that PostgreSQL makes there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
from flask import Flask
from sqlalchemy import make_url

from autoleads.dev import postgres
from autoleads.dev.trials.dealers import Volume, fill
from config import Config

Plan = dict[str, Any]


@dataclass(frozen=True)
class TestDatabase:
    """The database of a test, as `fill` takes it."""

    __test__ = False

    live_app: Flask
    dsn: str

    def app(self) -> Flask:
        return self.live_app

    def flask(self, *arguments: str) -> None:
        assert self.live_app.test_cli_runner().invoke(args=arguments).exit_code == 0

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return cursor.fetchall() if cursor.description else []


def fill_fifty(app: Flask, config: Config, server: postgres.Server) -> TestDatabase:
    """Fill the live database of a test."""
    name = make_url(config.database_url).database
    dsn = psycopg2.extensions.make_dsn(server.superuser_dsn, dbname=name)
    database = TestDatabase(app, dsn)
    fill(database, Volume(dealers=50, cars=40, leads=60, messages=180))  # type: ignore[arg-type]
    return database


def nodes(plan: Plan) -> Iterator[Plan]:
    """Yield the parts of a plan, each before its own parts."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)
