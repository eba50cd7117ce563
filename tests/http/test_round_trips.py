"""Round trips to PostgreSQL per request: what a slow network, or a busy server, multiplies."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.sql.compiler import SQLCompiler
from werkzeug.test import TestResponse

from config import Config
from tests.conftest import MakeApp
from tests.support.factories import PASSWORD, Dealer, make_car, make_dealer
from tests.support.fake_gateway import Line, connect
from tests.support.panel import Panel, panel_of
from tests.support.round_trips import RoundTrips, counted_round_trips
from tests.support.two_tenants import CAR

pytestmark = pytest.mark.slow

CARS = "/api/cars"


@dataclass
class Shop:
    """A dealer who is visited, by a way that counts the trips."""

    dealer: Dealer
    line: Line
    panel: Panel
    lead: int
    etag: str
    slugs: Iterator[str]
    numbers: Iterator[int]

    def show_new_car(self) -> TestResponse:
        return self.dealer.public.get(f"{CARS}/{next(self.slugs)}")

    def read(self, path: str) -> TestResponse:
        return self.dealer.public.get(path.format(number=next(self.numbers)))

    def revalidate(self) -> TestResponse:
        response = self.dealer.public.get(CARS, headers={"If-None-Match": self.etag})
        assert response.status_code == 304
        return response

    def log_in(self) -> TestResponse:
        credentials = {"email": self.dealer.email("sales"), "password": PASSWORD}
        return self.dealer.public.post("/api/admin/auth/login", json=credentials)

    def write(self, sender: str) -> TestResponse:
        """Let a customer write; `{number}` makes them one who was never heard of."""
        number = next(self.numbers)
        payload: dict[str, Any] = {
            "device": self.line.label,
            "sender": sender.format(number=f"{number:08}"),
            "message": f"Halo, masih ada? ({number})",
            "inboxid": number,
        }
        return self.line.post(payload)

    def show_lead(self) -> TestResponse:
        return self.panel.get(f"/admin/chat/{self.lead}")


REQUESTS: dict[str, tuple[Callable[[Shop], TestResponse], int]] = {
    "list, cached": (lambda shop: shop.read(CARS), 1),
    "list, new": (lambda shop: shop.read(f"{CARS}?minPrice={{number}}"), 2),
    "detail, new": (Shop.show_new_car, 2),
    "facets, new": (lambda shop: shop.read(f"{CARS}/facets?minPrice={{number}}"), 2),
    "not modified": (Shop.revalidate, 1),
    "healthz": (lambda shop: shop.read("/healthz"), 0),
    "login": (Shop.log_in, 5),
    "me": (lambda shop: shop.dealer.admin.get("/api/admin/auth/me"), 2),
    "leads": (lambda shop: shop.dealer.admin.get("/api/admin/leads"), 5),
    "message, known customer": (lambda shop: shop.write("6281290001111"), 3),
    "message, new customer": (lambda shop: shop.write("62857{number}"), 3),
    "create a car": (lambda shop: shop.dealer.admin.post("/api/admin/cars", json=CAR), 8),
    "panel, today": (lambda shop: shop.panel.get("/admin/today"), 10),
    "panel, conversation": (Shop.show_lead, 11),
    "panel, pulse": (lambda shop: shop.panel.get("/admin/pulse"), 3),
}
"""By name: the request, and how many round trips it may take."""


@pytest.fixture
def trips(live_config: Config) -> Iterator[RoundTrips]:
    # Not `tmp_path`: the path of a socket may have no more than 107 bytes.
    with (
        tempfile.TemporaryDirectory() as directory,
        counted_round_trips(Path(directory), live_config.database_url) as proxy,
    ):
        yield proxy


@pytest.fixture
def shop(trips: RoundTrips, make_app: MakeApp) -> Shop:
    dealer = make_dealer(make_app(database_url=trips.database_url), "dealer-a")
    line = connect(dealer)
    slugs = [make_car(dealer, variant=f"G{number}").slug for number in range(3)]
    lead = line.say("Halo, masih ada?", sender="6281290001111", inboxid=1)["leadId"]
    etag = dealer.public.get(CARS).headers["ETag"]
    panel = panel_of(dealer, "owner")
    return Shop(dealer, line, panel, lead, etag, iter(slugs), itertools.count(2))


def test_round_trips_per_request(shop: Shop, trips: RoundTrips) -> None:
    sent = {}
    for name, (send, _) in REQUESTS.items():
        send(shop)
        trips.statements.clear()
        assert send(shop).status_code < 400
        sent[name] = trips.statements.copy()

    taken = {name: len(statements) for name, statements in sent.items()}
    assert taken == {name: count for name, (_, count) in REQUESTS.items()}, sent


def test_no_statement_is_compiled_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_statement = SQLCompiler.__init__

    def watch(compiler: SQLCompiler, *arguments: Any, **options: Any) -> None:
        compile_statement(compiler, *arguments, **options)
        compiled.append(str(compiler))

    monkeypatch.setattr(SQLCompiler, "__init__", watch)
    for send, _ in REQUESTS.values():
        send(shop)
    assert compiled
    for send, _ in REQUESTS.values():
        send(shop)
    compiled.clear()

    for send, _ in REQUESTS.values():
        assert send(shop).status_code < 400
    assert compiled == []
