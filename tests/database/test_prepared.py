"""Prepared statements are planned once for a connection, and work without being prepared."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError

from autoleads.database.connection import TransactionConnection
from autoleads.database.direct import DirectDatabase
from autoleads.database.prepared import PreparedStatement
from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db, installed
from tests.conftest import MakeApp
from tests.support.factories import Dealer

pytestmark = pytest.mark.slow

HALF = PreparedStatement(
    "SELECT 100 / :divisor AS half, :note || ' 100%' AS note, current_setting('app.tenant_id')",
    {"divisor": "int", "note": "text"},
)
VALUES = {"divisor": 2, "note": "of"}


def prepared_names() -> list[str]:
    return list(db.session.scalars(text("SELECT name FROM pg_prepared_statements")))


def test_a_statement_is_prepared_once_and_planned_for_good(live_dealer: Dealer) -> None:
    with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
        for _ in range(10):
            row = HALF.execute(VALUES).one()
            assert row == (50, "of 100%", str(live_dealer.tenant.id))
            db.session.rollback()
        plans = db.session.execute(
            text("SELECT generic_plans FROM pg_prepared_statements WHERE name = :name"),
            {"name": HALF.name},
        )
        assert plans.scalar_one() >= 4


def test_it_stays_prepared_when_its_transaction_fails(live_dealer: Dealer) -> None:
    with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
        with pytest.raises(DataError):
            HALF.execute(VALUES | {"divisor": 0})
        db.session.rollback()
        assert HALF.execute(VALUES).one().half == 50
        assert prepared_names().count(HALF.name) == 1


def test_behind_a_pooler_nothing_is_prepared(
    live_dealer: Dealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a pooler says is another process than the one that works.
    monkeypatch.setattr(TransactionConnection, "_is_session", lambda _: False)
    with live_dealer.app.app_context():
        db.engine.dispose()
        with tenant_scope(live_dealer.tenant.id):
            row = HALF.execute(VALUES).one()
            assert row == (50, "of 100%", str(live_dealer.tenant.id))
            assert prepared_names() == []
        direct = installed(live_dealer.app, DirectDatabase).fetch_row(HALF, VALUES, tenant_id=7)
        assert direct == (50, "of 100%", "7")
        db.engine.dispose()


def test_direct_statements_are_prepared_too(live_app: Flask) -> None:
    database = installed(live_app, DirectDatabase)

    assert [database.fetch_row(HALF, VALUES, tenant_id=tenant) for tenant in (7, 8)] == [
        (50, "of 100%", "7"),
        (50, "of 100%", "8"),
    ]


def test_preparing_waits_no_longer_than_a_statement(make_app: MakeApp) -> None:
    app = make_app(lock_timeout=1)
    waiting = PreparedStatement("SELECT count(*) FROM installation WHERE :yes", {"yes": "boolean"})
    with app.app_context(), tenant_scope(7):
        other = db.engine.raw_connection()
        try:
            other.cursor().execute("LOCK TABLE installation")
            with pytest.raises(OperationalError):
                waiting.execute({"yes": True})
            db.session.rollback()
        finally:
            other.close()
        assert waiting.execute({"yes": True}).scalar_one() == 1
