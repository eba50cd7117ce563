"""Public reads go to streaming replicas, whatever happens to these."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from autoleads.circuit_breaker import PAUSE_SECONDS
from autoleads.extensions import db, install
from autoleads.hooks.replica import Replicas
from autoleads.settings import REPLICA_SECONDS
from tests.conftest import LogLines, MakeApp
from tests.support.clock import Clock
from tests.support.factories import Dealer, make_car, make_dealer
from tests.support.replicas import Replicated
from tests.support.threads import run_at_once

FAILS = "replica fails; doing without it"
RECOVERED = "replica responds again"
NOWHERE = "postgresql+psycopg2://nobody@127.0.0.1:9/nothing"


@dataclass
class Site:
    """A dealer whose public reads have replicas, and the clock of the pauses."""

    dealer: Dealer
    replicas: list[Replicated]
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1_000_000_000))

    def models(self, path: str | None = None) -> list[str]:
        """Return the models of a list; without a path, of one that was never asked for before."""
        path = path or f"/api/cars?maxPrice={next(self.numbers)}"
        response = self.dealer.public.get(path)
        assert response.status_code == 200, response.get_data(as_text=True)
        return sorted(car["model"] for car in response.get_json()["data"])

    def source(self) -> list[int]:
        """Return the numbers of the replicas from which a new list is read."""
        since = datetime.now(UTC)
        self.models()
        return [
            number
            for number, replica in enumerate(self.replicas)
            if any("FROM cars" in statement for statement in replica.statements(since))
        ]

    def add(self, model: str) -> None:
        make_car(self.dealer, model=model)

    def catch_up(self) -> None:
        for replica in self.replicas:
            replica.catch_up()


Start = Callable[..., Site]


@pytest.fixture
def start(make_app: MakeApp, start_replica: Callable[[], Replicated]) -> Iterator[Start]:
    """A function that starts an application with so many replicas, or with others."""
    apps: list[Flask] = []

    def started(number: int, *others: str, **settings: Any) -> Site:
        replicas = [start_replica() for _ in range(number)]
        urls = (*others, *(replica.url for replica in replicas))
        app = make_app(replica_urls=urls, **settings)
        apps.append(app)
        clock = Clock()
        install(app, Replicas(list(app.config["SQLALCHEMY_BINDS"]), clock.monotonic))
        site = Site(make_dealer(app, "dealer-a"), replicas, clock)
        site.add("Avanza")
        site.catch_up()
        return site

    yield started
    for app in apps:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


def messages(lines: list[dict[str, Any]]) -> list[str]:
    return [line["message"] for line in lines if line["message"].startswith("replica")]


def test_public_reads_use_the_replica_and_the_rest_the_primary(start: Start) -> None:
    site = start(1)
    [replica] = site.replicas
    began = datetime.now(UTC)

    assert site.dealer.owner.get("/api/admin/cars").status_code == 200
    assert replica.statements(began) == []
    assert site.source() == [0]


def test_the_page_of_a_car_is_read_from_the_replica(start: Start) -> None:
    site = start(1)
    [car] = site.dealer.public.get("/api/cars").get_json()["data"]
    path = f"/cars/{car['slug']}"
    began = datetime.now(UTC)

    assert site.dealer.public.get(path).status_code == 200
    assert "ROLLBACK" in site.replicas[0].statements(began)  # of the session's transaction

    site.replicas[0].replica.kill()
    assert site.dealer.public.get(path).status_code == 200


def test_a_change_is_visible_at_once_although_the_replica_lags(start: Start) -> None:
    site = start(1)
    [replica] = site.replicas
    [car] = site.dealer.public.get("/api/cars").get_json()["data"]
    replica.replica.stop_following()

    site.add("Brio")
    site.dealer.owner.patch(f"/api/admin/cars/{car['id']}", json={"price": 77_000_000})

    assert site.models("/api/cars") == site.models() == ["Avanza", "Brio"]
    assert site.source() == []
    page = site.dealer.public.get(f"/cars/{car['slug']}").get_data(as_text=True)
    assert "77" in page
    replica.replica.follow()
    replica.catch_up()
    assert site.models("/api/cars") == site.models() == ["Avanza", "Brio"]
    assert site.source() == [0]


def test_a_lagging_replica_serves_dealers_whose_stock_has_not_changed(start: Start) -> None:
    site = start(1)
    other = make_dealer(site.dealer.app, "dealer-b")
    site.catch_up()
    site.replicas[0].replica.stop_following()
    make_car(other, model="Brio")

    assert site.source() == [0]


@pytest.mark.parametrize("front", [True, False])
def test_a_frozen_replica_costs_a_bounded_time_once(
    start: Start, request: pytest.FixtureRequest, front: bool
) -> None:
    site = start(1, public_front=front)
    log_lines: LogLines = request.getfixturevalue("log_lines")
    [replica] = site.replicas
    assert run_at_once(4, lambda _: site.models()) == [["Avanza"]] * 4
    replica.replica.freeze()

    assert seconds(lambda: run_at_once(4, lambda _: site.models())) < 2 * REPLICA_SECONDS + 1
    assert seconds(lambda: run_at_once(4, lambda _: site.models())) < 1
    site.clock.sleep(PAUSE_SECONDS)
    waited = run_at_once(4, lambda _: seconds(site.models))
    assert len([one for one in waited if one > 1]) == 1
    assert max(waited) < REPLICA_SECONDS + 1
    assert messages(log_lines()) == [FAILS]

    replica.replica.thaw()
    site.clock.sleep(PAUSE_SECONDS)
    assert site.source() == [0]
    assert messages(log_lines()) == [RECOVERED]


def test_a_lost_replica_is_used_again_when_it_is_back(
    start: Start, request: pytest.FixtureRequest
) -> None:
    site = start(1)
    log_lines: LogLines = request.getfixturevalue("log_lines")
    [replica] = site.replicas
    assert site.source() == [0]
    replica.replica.kill()

    assert seconds(lambda: [site.models() for _ in range(10)]) < 1
    assert messages(log_lines()) == [FAILS]

    replica.replica.start()
    assert site.source() == []
    site.clock.sleep(PAUSE_SECONDS)
    assert site.source() == [0]
    assert messages(log_lines()) == [RECOVERED]


def test_two_replicas_are_used_in_turn_and_one_lost_leaves_the_other(start: Start) -> None:
    site = start(2)
    assert {tuple(site.source()) for _ in range(4)} == {(0,), (1,)}

    lost = site.replicas.pop(0)
    lost.replica.kill()
    assert [site.source() for _ in range(4)] == [[0]] * 4

    site.replicas[0].replica.kill()
    assert [site.models() for _ in range(4)] == [["Avanza"]] * 4


def test_an_unreachable_replica_is_tried_once_and_fails_no_request(
    start: Start, request: pytest.FixtureRequest
) -> None:
    site = start(0, NOWHERE, NOWHERE)
    log_lines: LogLines = request.getfixturevalue("log_lines")

    assert [site.models() for _ in range(5)] == [["Avanza"]] * 5
    assert messages(log_lines()) == [FAILS, FAILS]


def seconds(call: Callable[[], object]) -> float:
    started = time.monotonic()
    call()
    return time.monotonic() - started
