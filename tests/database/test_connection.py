"""A transaction begins with its first statement, and single statements leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from flask import Flask
from psycopg2 import extensions
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from autoleads.database.connection import TransactionConnection
from autoleads.database.direct import DirectDatabase
from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db, installed
from config import Config
from tests.conftest import MakeApp
from tests.support.factories import Dealer

pytestmark = pytest.mark.slow

IDLE = extensions.TRANSACTION_STATUS_IDLE
TENANT = "current_setting('app.tenant_id', true)"


@pytest.fixture
def connection(live_config: Config) -> Iterator[TransactionConnection]:
    dsn = live_config.migration_database_url.replace("+psycopg2", "")
    opened = TransactionConnection(dsn)
    with opened.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE notes (words text)")
    opened.commit()
    yield opened
    opened.close()


def count_notes(connection: TransactionConnection) -> int:
    with connection.cursor(cursor_factory=extensions.cursor) as plain:
        plain.execute("SELECT count(*) FROM notes")
        row = plain.fetchone()
    assert row is not None
    return int(row[0])


def test_a_rollback_undoes_the_first_statement(connection: TransactionConnection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes VALUES (%s)", ["first"])
        cursor.execute("INSERT INTO notes VALUES (%s)", ["second"])
    connection.rollback()

    assert count_notes(connection) == 0


def test_many_rows_belong_to_the_transaction_too(connection: TransactionConnection) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO notes VALUES (%s)", [["first"], ["second"]])
    connection.rollback()
    assert count_notes(connection) == 0

    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO notes VALUES (%s)", [["first"], ["second"]])
    connection.commit()
    assert count_notes(connection) == 2


def test_settings_go_with_the_first_statement_and_end_with_the_transaction(
    connection: TransactionConnection,
) -> None:
    connection.set_locally("SET LOCAL app.tenant_id = '7';")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TENANT}")
        assert cursor.fetchone() == ("7",)
        connection.rollback()
        cursor.execute(f"SELECT {TENANT}")
        assert cursor.fetchone() == ("",)


def test_settings_of_an_unused_transaction_are_dropped(connection: TransactionConnection) -> None:
    connection.set_locally("SET LOCAL app.tenant_id = '7';")
    connection.rollback()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TENANT}")
        assert cursor.fetchone() != ("7",)


def test_a_failed_first_statement_leaves_no_transaction_open(
    connection: TransactionConnection,
) -> None:
    with connection.cursor() as cursor, pytest.raises(psycopg2.ProgrammingError):
        cursor.execute("SELECT * FROM nowhere")
    connection.rollback()

    assert connection.info.transaction_status == IDLE


def test_a_direct_statement_sees_its_tenant_and_leaves_nothing_behind(
    live_app: Flask, live_dealer: Dealer
) -> None:
    database = installed(live_app, DirectDatabase)

    assert database.fetch_row(f"SELECT {TENANT}", tenant_id=7) == ("7",)
    assert database.fetch_row(f"SELECT {TENANT}") == ("",)
    with live_app.app_context(), tenant_scope(live_dealer.tenant.id):
        in_force = db.session.scalar(text(f"SELECT {TENANT}"))
    assert in_force == str(live_dealer.tenant.id)


def test_a_direct_statement_is_cancelled_after_its_timeout(make_app: MakeApp) -> None:
    database = installed(make_app(statement_timeout=1), DirectDatabase)

    with pytest.raises(OperationalError):
        database.fetch_row("SELECT pg_sleep(10)", tenant_id=7)
