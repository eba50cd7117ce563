"""Connections that die while idle: after a restart of the database, or cut by a firewall."""

from __future__ import annotations

import psycopg2
import pytest

from autoleads.database import pool
from autoleads.dev import postgres
from autoleads.extensions import db
from tests.conftest import MakeApp
from tests.support.factories import Dealer, make_dealer


def cut_connections(dealer: Dealer, server: postgres.Server) -> int:
    """End the application's connections in the database and return how many there were."""
    with dealer.app.app_context():
        name = db.engine.url.database
    connection = psycopg2.connect(server.superuser_dsn)
    connection.autocommit = True
    with connection, connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = %s AND usename = 'autoleads_app'
            """,
            [name],
        )
        ended = len(cursor.fetchall())
    connection.close()
    return ended


def test_a_dead_idle_connection_costs_no_request(
    live_dealer: Dealer, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "TRUSTED_SECONDS", 0.0)
    assert live_dealer.public.get("/api/cars").status_code == 200
    assert cut_connections(live_dealer, postgres_server) > 0

    assert live_dealer.public.get("/api/cars?q=a").status_code == 200


def test_a_connection_that_died_just_now_costs_one_503_and_renews_all(
    make_app: MakeApp, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_dealer = make_dealer(make_app(public_front=False), "dealer-a")
    monkeypatch.setattr(pool, "TRUSTED_SECONDS", 3600.0)
    assert live_dealer.public.get("/api/cars").status_code == 200
    assert cut_connections(live_dealer, postgres_server) > 0

    refused = live_dealer.public.get("/api/cars?q=a")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert [live_dealer.public.get(f"/api/cars?q={letter}").status_code for letter in "bcd"] == [
        200,
        200,
        200,
    ]


def test_the_front_layer_spares_its_requests_the_503(
    make_app: MakeApp,
    postgres_server: postgres.Server,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(pool, "TRUSTED_SECONDS", 3600.0)
    dealer = make_dealer(make_app(public_front=True), "dealer-a")
    assert dealer.public.get("/api/cars").status_code == 200
    assert cut_connections(dealer, postgres_server) > 0

    assert dealer.public.get("/api/cars").status_code == 200
    assert caplog.text == ""
