"""Bursts of one dealer and one device against one process of gunicorn, as in production."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest

from autoleads.dev import postgres
from autoleads.dev.trials.dealers import ADMIN, PASSWORD, Dealer, Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from tests.support.threads import run_at_once

pytestmark = pytest.mark.slow

VOLUME = Volume(dealers=2, cars=5, leads=1, messages=1)
CAR = {
    "brand": "Toyota",
    "model": "Avanza",
    "year": 2021,
    "price": 185_000_000,
    "km": 42_000,
    "transmission": "manual",
    "fuelType": "petrol",
    "bodyType": "mpv",
    "color": "Putih",
}


@dataclass(frozen=True)
class Seller:
    """A dealer, as their programs and their gateway speak to a deployment."""

    deployed: Deployment
    dealer: Dealer
    token: str = ""

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, float, Any]:
        """Return status, seconds and data of the response."""
        headers = {"Host": self.dealer.host, "Content-Type": "application/json"}
        headers["Authorization"] = f"Bearer {self.token}"
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.deployed.port, timeout=30)
        with closing(connection):
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            found = json.loads(response.read())
        return response.status, time.monotonic() - started, found.get("data")

    def create_car(self, number: int = 0) -> tuple[int, float, Any]:
        return self.send("POST", "/api/admin/cars", CAR | {"km": 42_000 + number})

    def post_message(self, phone: str, text: str) -> tuple[int, float, Any]:
        """Post a message of a customer, as the gateway does."""
        path = f"/webhook/fonnte/{self.dealer.secret}"
        return self.send("POST", path, {"sender": phone, "message": text, "inboxid": text})


@pytest.fixture(scope="module")
def sellers() -> Iterator[list[Seller]]:
    """Two dealers of a deployment with one web process of eight threads."""
    with deployment() as deployed:
        dealers = fill(deployed, VOLUME)
        deployed.start_web(workers=1)
        sellers = []
        for dealer in dealers:
            login = {"email": ADMIN, "password": PASSWORD}
            path = "/api/admin/auth/login"
            _, _, tokens = Seller(deployed, dealer).send("POST", path, login)
            sellers.append(Seller(deployed, dealer, tokens["accessToken"]))
        yield sellers


@contextmanager
def locked_contact(deployed: Deployment, phone: str) -> Iterator[None]:
    """Lock a customer's row, as in a forgotten terminal."""
    terminal = psycopg2.connect(deployed.server.superuser_dsn, dbname=postgres.DATABASE)
    with closing(terminal), terminal.cursor() as cursor:
        cursor.execute("SELECT 1 FROM contacts WHERE phone = %s FOR UPDATE", [f"+{phone}"])
        yield
        terminal.rollback()


def stored(seller: Seller, prefix: str) -> int:
    """Return the number of messages whose text begins so, each text once."""
    query = "SELECT count(*), count(DISTINCT text) FROM messages WHERE text LIKE %s"
    [(messages, texts)] = seller.deployed.query(query, f"{prefix}%")
    assert messages == texts
    return int(messages)


def test_many_cars_of_one_dealer_at_once_are_all_created(sellers: list[Seller]) -> None:
    found = run_at_once(40, sellers[0].create_car)

    assert [status for status, _, _ in found] == [201] * 40
    assert len({car["id"] for _, _, car in found}) == 40


@pytest.mark.parametrize("customers", [1, 30])
def test_many_messages_of_one_device_at_once_are_stored_once_each(
    sellers: list[Seller], customers: int
) -> None:
    def post(number: int) -> int:
        phone = f"62813{customers:04}{number % customers:04}"
        return sellers[0].post_message(phone, f"of {customers}, {number}")[0]

    assert run_at_once(30, post) == [200] * 30
    assert stored(sellers[0], f"of {customers},") == 30


def test_a_locked_customer_of_one_dealer_keeps_no_other_dealer_waiting(
    sellers: list[Seller],
) -> None:
    phone = "6281388880001"
    locked, other = sellers
    assert locked.post_message(phone, "before")[0] == 200
    with ThreadPoolExecutor(30) as gateway:
        with locked_contact(locked.deployed, phone):
            waiting = [
                gateway.submit(locked.post_message, phone, f"locked, {number}")
                for number in range(30)
            ]
            time.sleep(0.5)
            found = [
                other.send("GET", "/api/cars"),
                other.send("GET", "/api/cars?minPrice=1"),
                other.create_car(),
                other.post_message(phone, "of the other dealer"),
                locked.send("GET", "/api/cars"),
            ]
        statuses = [each.result()[0] for each in waiting]

    assert [status for status, _, _ in found] == [200, 200, 201, 200, 200]
    assert max(seconds for _, seconds, _ in found) < 1
    assert set(statuses) <= {200, 503}
    assert stored(locked, "locked,") == statuses.count(200) > 0


def test_requests_that_wait_behind_a_lock_for_too_long_are_refused(
    sellers: list[Seller],
) -> None:
    phone = "6281388880002"
    seller = sellers[0]
    assert seller.post_message(phone, "before")[0] == 200
    with locked_contact(seller.deployed, phone):
        found = run_at_once(30, lambda number: seller.post_message(phone, f"late, {number}"))

    assert [status for status, _, _ in found] == [503] * 30
    # The lock timeout, and what a request is held for before it.
    assert max(seconds for _, seconds, _ in found) < 3 + 5 + 2
    assert seller.post_message(phone, "after")[0] == 200
