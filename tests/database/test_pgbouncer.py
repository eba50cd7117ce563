"""The product serves through PgBouncer in transaction mode, all of it on one connection."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import OperationalError

from autoleads import create_app
from autoleads.database.direct import DirectDatabase
from autoleads.database.tenant_scope import tenant_scope
from autoleads.dev import postgres
from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db, installed
from autoleads.models import Lead
from config import Config
from env_reader import DRIVER
from tests.conftest import MakeApp, make_config
from tests.support.deliveries import make_deliveries
from tests.support.factories import Dealer, make_car, make_dealer
from tests.support.fake_gateway import rows
from tests.support.gateways import use_fonnte
from tests.support.loopback import Inbox
from tests.support.threads import run_at_once
from tests.support.two_tenants import CAR

THREADS = 8
ROUNDS = 15
AVAILABLE = CAR | {"status": "available"}


def through(pgbouncer: postgres.PgBouncer, database_url: str) -> str:
    """Return the address of the same role and database behind PgBouncer."""
    url = make_url(database_url)
    assert url.username
    assert url.database
    return pgbouncer.url(url.username, url.database).replace("postgresql", DRIVER, 1)


@pytest.fixture
def app(make_app: MakeApp, live_config: Config, pgbouncer: postgres.PgBouncer) -> Flask:
    return make_app(database_url=through(pgbouncer, live_config.database_url))


@pytest.fixture
def dealer(app: Flask) -> Dealer:
    return make_dealer(app, "dealer-a")


def test_public_reads_and_a_car_that_an_admin_adds(dealer: Dealer) -> None:
    assert dealer.public.get("/api/cars").get_json()["data"] == []

    created = dealer.admin.post("/api/admin/cars", json=AVAILABLE)

    assert created.status_code == 201
    [car] = dealer.public.get("/api/cars").get_json()["data"]
    path = f"/api/cars/{car['slug']}"
    assert dealer.public.get(path).get_json()["data"]["model"] == "Xenia"
    assert dealer.public.get("/api/cars/facets").get_json()["data"]["total"] == 1
    assert dealer.public.get(f"/cars/{car['slug']}").status_code == 200
    readiness = dealer.public.get("/readyz")
    assert readiness.status_code == 200, readiness.get_data(as_text=True)


def test_a_chat_becomes_a_lead_and_the_worker_delivers(
    dealer: Dealer, fake_fonnte: FakeFonnte, inbox: Inbox
) -> None:
    use_fonnte(dealer.app, fake_fonnte.url)
    deliveries = make_deliveries(dealer)

    assert deliveries.line.say("Halo, Avanza masih ada?")["status"] == "processed"
    message_id = deliveries.queue("Masih kak", to="+6281290009999")
    [lead, _] = rows(dealer, select(Lead).order_by(Lead.id))
    assert lead.source == "whatsapp"
    assert deliveries.work() >= 2

    assert deliveries.outcome(message_id) == ("accepted", None)
    assert "Masih kak" in [message["message"] for message in inbox()]


def test_dealers_interleaved_on_one_connection_never_see_each_other(app: Flask) -> None:
    dealers = [make_dealer(app, slug) for slug in ("dealer-a", "dealer-b")]
    for dealer, brand in zip(dealers, ("Toyota", "Honda"), strict=True):
        make_car(dealer, brand=brand, model=brand)
        assert dealer.admin.get("/api/admin/cars").status_code == 200

    def ask(number: int) -> set[tuple[str, str]]:
        dealer = dealers[number % 2]
        seen = set()
        for turn in range(ROUNDS):
            paths = (f"/api/cars?maxPrice={10**9 + number * ROUNDS + turn}", "/api/cars")
            responses = [dealer.public.get(path) for path in paths]
            responses.append(dealer.admin.get("/api/admin/cars"))
            for response in responses:
                assert response.status_code == 200, response.get_data(as_text=True)
                seen |= {(dealer.tenant.slug, car["brand"]) for car in response.get_json()["data"]}
        return seen

    seen = set().union(*run_at_once(THREADS, ask))

    assert seen == {("dealer-a", "Toyota"), ("dealer-b", "Honda")}
    assert server_connections(app) == 1


def test_the_tenant_ends_with_each_statement_and_transaction(app: Flask, dealer: Dealer) -> None:
    database = installed(app, DirectDatabase)
    setting = "SELECT current_setting('app.tenant_id', true) AS tenant, pg_backend_pid() AS server"
    tenant_id = dealer.tenant.id

    inside = database.fetch_row(setting, tenant_id=tenant_id)
    after = database.fetch_row(setting)
    assert inside is not None
    assert after is not None
    assert (inside.tenant, after.tenant) == (str(tenant_id), "")
    assert inside.server == after.server

    with app.app_context(), tenant_scope(tenant_id):
        assert db.session.scalar(text("SELECT current_setting('app.tenant_id')")) == str(tenant_id)
        db.session.commit()
    after = database.fetch_row(setting)
    assert after is not None
    assert after.tenant == ""


def test_the_time_limit_of_a_statement_holds(
    make_app: MakeApp, live_config: Config, pgbouncer: postgres.PgBouncer
) -> None:
    url = through(pgbouncer, live_config.database_url)
    app = make_app(database_url=url, statement_timeout=1)

    with pytest.raises(OperationalError, match="statement timeout"):
        installed(app, DirectDatabase).fetch_rows("SELECT pg_sleep(5)", tenant_id=1)


def test_nothing_stays_in_the_session_that_other_clients_get_next(
    app: Flask, dealer: Dealer
) -> None:
    deliveries = make_deliveries(dealer)
    assert deliveries.line.say("Halo, Avanza masih ada?")["status"] == "processed"
    assert dealer.admin.post("/api/admin/cars", json=AVAILABLE).status_code == 201

    # A client of PgBouncer's that sends no settings of its own.
    url = make_url(app.config["AUTOLEADS"].database_url).set(drivername="postgresql")
    with closing(psycopg2.connect(url.render_as_string(hide_password=False))) as other:
        cursor = other.cursor()
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert server_connections(app) == 1


def test_migrations_go_past_it(
    base_config: Config, postgres_server: postgres.Server, pgbouncer: postgres.PgBouncer
) -> None:
    urls = postgres_server.create_database("migrated_past")
    config = make_config(
        postgres.Urls(app=pgbouncer.url("autoleads_app", "migrated_past"), owner=urls.owner),
        base_config.data_dir,
    )
    app = create_app(config)
    with app.app_context():
        upgrade()
        db.engine.dispose()

    assert make_dealer(app, "dealer-a").public.get("/api/tenant").status_code == 200
    with app.app_context():
        db.engine.dispose()
    postgres_server.drop_database("migrated_past")


def test_it_finds_nothing_to_complain_of(dealer: Dealer, pgbouncer: postgres.PgBouncer) -> None:
    dealer.owner.get("/api/admin/leads")

    assert "LOG" in pgbouncer.log()
    assert "unsupported" not in pgbouncer.log()
    assert "WARNING" not in pgbouncer.log()


def server_connections(app: Flask) -> int:
    with app.app_context(), db.engine.connect() as connection:
        query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return connection.scalar(query) or 0
