"""Public reads go to the replica; here it is a second database, so that the two differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, text

from autoleads import create_app
from autoleads.circuit_breaker import PAUSE_SECONDS
from autoleads.dev import postgres
from autoleads.extensions import db, install
from autoleads.hooks.replica import ReplicaBreaker
from autoleads.models import Car
from config import Config
from tests.support.clock import Clock
from tests.support.factories import AVANZA, Dealer, make_car, make_dealer


def app_with_replica(config: Config, replica_url: str) -> Flask:
    return create_app(dataclasses.replace(config, replica_url=replica_url))


def dispose(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def replicated(
    live_config: Config, postgres_server: postgres.Server
) -> Iterator[tuple[Flask, Dealer]]:
    name = "replica"
    primary = create_app(live_config)
    dealer = make_dealer(primary, "dealer-a")
    dispose(primary)
    source = live_config.database_url.partition("?")[0].rpartition("/")[2]
    urls = postgres_server.create_database(name, source)
    app = app_with_replica(live_config, urls.app.replace("postgresql://", "postgresql+psycopg2://"))
    yield app, dataclasses.replace(dealer, app=app)
    dispose(app)
    postgres_server.drop_database(name)


def count_backends(app: Flask, name: str) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return (
            connection.scalar(
                text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
            )
            or 0
        )


def test_public_reads_use_the_replica_and_writes_the_primary(
    replicated: tuple[Flask, Dealer],
) -> None:
    app, dealer = replicated

    dealer.owner.get("/api/admin/auth/me")
    assert count_backends(app, "replica") == 0

    assert dealer.public.get("/api/tenant").status_code == 200
    assert count_backends(app, "replica") == 1


def test_cached_responses_are_as_old_as_the_server_they_were_read_from(
    replicated: tuple[Flask, Dealer],
) -> None:
    app, dealer = replicated

    def models() -> list[str]:
        return [car["model"] for car in dealer.public.get("/api/cars").get_json()["data"]]

    assert models() == []
    make_car(dealer, model="Brio")
    assert models() == []  # the replica has not heard of it

    clock = Clock()
    breaker = ReplicaBreaker(clock.monotonic)
    install(app, breaker)
    breaker.trip()
    assert models() == ["Brio"]
    clock.sleep(PAUSE_SECONDS)
    assert models() == []

    with app.app_context(), db.engines["replica"].begin() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :id, true)"), {"id": str(dealer.tenant.id)}
        )
        columns = {
            **dataclasses.asdict(AVANZA),
            "tenant_id": dealer.tenant.id,
            "display_code": "A01",
            "slug": "a",
            "public_name": "A",
        }
        connection.execute(insert(Car).values(**columns, search_text=" a"))
    assert models() == ["Avanza"]


def test_an_unreachable_replica_is_tried_once_and_fails_no_request(
    live_config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    app = app_with_replica(live_config, "postgresql+psycopg2://nobody@127.0.0.1:9/nothing")
    try:
        dealer = make_dealer(app, "dealer-a")

        assert [dealer.public.get("/api/tenant").status_code for _ in range(3)] == [200, 200, 200]
        assert capsys.readouterr().out.count("replica unreachable") == 1
    finally:
        dispose(app)
