"""Public reads get the same response with the front layer and without it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from autoleads.extensions import installed
from autoleads.hooks.response_cache import ResponseCache
from autoleads.hooks.thread_shares import ThreadShares
from autoleads.services.cars.catalogue import VERSION
from autoleads.services.tenants import TenantCache
from config import Limits
from tests.conftest import MakeApp
from tests.routes.admin.test_photos import picture, upload
from tests.support.factories import Api, Dealer, make_car, make_dealer
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.slow

HOST = "dealer-a.autoleads.test"
DOMAIN = "mobil.example.com"
CARS = "/api/cars"
RENAMED = "daihatsu-xenia-g-2021"
SERVED = [
    CARS,
    f"{CARS}?page=2&limit=2",
    f"{CARS}?q=avanza%20putih&sort=-price",
    f"{CARS}?brand=HONDA&brand=toyota&minPrice=1&utm_source=%C3%A9%20x&empty=",
    f"{CARS}?page=900&limit=1",
    f"{CARS}/facets",
    f"{CARS}/facets?color=putih",
    f"{CARS}/toyota-avanza-g-2021",
    f"{CARS}/TOYOTA-avanza-g-2021?x=1",
    f"{CARS}/honda-brio-2021",
    "/api/tenant",
]
LEFT = [
    f"{CARS}?page=0",
    f"{CARS}?minPrice=9&maxPrice=1",
    f"{CARS}/nothing",
    f"{CARS}/{RENAMED}",
    f"{CARS}/",
    f"{CARS}/%2e%2e",
    "/api/nothing",
]
ODD_HEADERS = [
    {"Origin": "https://x.test"},
    {"If-None-Match": '"other"'},
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"a", "b"'},
    {"If-Match": '"other"'},
    {"If-Modified-Since": "Sat, 28 Nov 2026 03:04:27 GMT"},
    {"Range": "bytes=0-3"},
    {"Accept": "text/html"},
    {"X-Request-ID": "no spaces allowed"},
    {"Cookie": "a=b"},
    {"Host": f"{HOST}:80"},
    {"Host": f"{HOST.upper()}:8000"},
    {"Host": f"www.{DOMAIN}"},
    {"Host": "unknown.autoleads.test"},
    {"Host": "not a host"},
]

Pair = tuple[Flask, Flask]


@pytest.fixture
def pair(make_app: MakeApp) -> Pair:
    """Two applications on one database: with the front layer, and without it."""
    front, plain = make_app(public_front=True), make_app(public_front=False)
    dealer = make_dealer(front, "dealer-a", domain=DOMAIN)
    upload(dealer.admin, make_car(dealer, color="Putih"), picture())
    for status in ("sold", "available"):
        make_car(dealer, brand="Honda", model="Brio", variant=None, status=status)
    renamed = make_car(dealer, brand="Daihatsu", model="Xenia")
    dealer.admin.patch(f"/api/admin/cars/{renamed.id}", json={"model": "Sigra"})
    return front, plain


def ask(app: Flask, path: str, headers: dict[str, str] | None = None, **options: Any) -> Any:
    """Return the response, asked for twice: the second time it may be cached."""
    given = {"X-Request-ID": "same", **(headers or {})}
    told = []
    for _ in range(2):
        response: TestResponse = Api(app, HOST).open("GET", path, headers=given, **options)
        shown = dict(response.headers)
        if shown["X-Request-ID"] != "same":
            assert len(shown.pop("X-Request-ID")) == 32
        told.append((response.status_code, shown, response.data))
    assert told[0] == told[1]
    return told[0]


@pytest.mark.parametrize("path", SERVED + LEFT)
def test_a_path_gets_the_same_response(pair: Pair, path: str) -> None:
    front, plain = pair

    status, headers, body = ask(front, path)
    assert (status, headers, body) == ask(plain, path)
    if path in SERVED:
        assert status == 200
        known = {"If-None-Match": headers["ETag"]}
        assert ask(front, path, known) == ask(plain, path, known)
        assert ask(front, path, known)[0] == 304


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=str)
def test_a_header_gets_the_same_response(pair: Pair, headers: dict[str, str]) -> None:
    front, plain = pair

    assert ask(front, CARS) == ask(plain, CARS)
    assert ask(front, CARS, headers) == ask(plain, CARS, headers)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "DELETE"])
def test_a_method_gets_the_same_response(pair: Pair, method: str) -> None:
    shown = []
    for app in pair:
        response = Api(app, HOST).open(method, CARS, headers={"X-Request-ID": "same"})
        shown.append((response.status_code, dict(response.headers), response.data))

    assert shown[0] == shown[1]


@pytest.mark.parametrize("path", SERVED)
def test_what_is_usual_never_reaches_flask(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    front, _ = pair
    ask(front, "/api/tenant")
    monkeypatch.delattr(Flask, "full_dispatch_request")

    assert ask(front, path)[0] == 200


def test_a_cached_response_costs_one_statement(pair: Pair) -> None:
    front, _ = pair
    ask(front, CARS)

    with recorded_statements(front) as statements:
        ask(front, CARS)

    assert len(statements) == 2  # it is asked for twice
    assert {statement.split()[1] for statement in statements} == {VERSION.name}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tenants SET status = 'suspended'",
        "UPDATE tenants SET slug = 'dealer-old'",
        "UPDATE tenants SET city = 'Solo'",
        "UPDATE cars SET price = 1234",
    ],
)
def test_a_change_elsewhere_is_in_the_next_response(
    pair: Pair, owner_engine: Engine, statement: str
) -> None:
    before = [ask(app, "/api/tenant") + ask(app, CARS) for app in pair]
    with owner_engine.begin() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', min(id)::text, true) FROM tenants")
        )
        connection.execute(text(statement))
    if "cars" not in statement:
        # Without the front layer a tenant is looked at every five seconds.
        installed(pair[1], TenantCache).clear()

    after = [ask(app, "/api/tenant") + ask(app, CARS) for app in pair]

    assert after[0] == after[1]
    assert after[0] != before[0]


def test_requests_are_counted_once_however_they_are_served(make_app: MakeApp) -> None:
    limits = Limits(public="6/minute")
    app = make_app(public_front=True, rate_limits_enabled=True, limits=limits)
    dealer = make_dealer(app, "dealer-a")
    paths = ["/api/tenant", CARS, f"{CARS}/nothing", f"{CARS}?page=0", CARS, "/api/nothing", CARS]

    responses = [dealer.public.get(path) for path in paths]

    assert [response.status_code for response in responses] == [200, 200, 404, 422, 200, 404, 429]
    assert responses[-1].headers["X-RateLimit-Limit"] == "6"


def test_a_tenant_whose_threads_are_taken_gets_cached_responses_only(
    make_app: MakeApp,
) -> None:
    dealer = make_dealer(make_app(public_front=True, web_threads=4), "dealer-a")
    assert dealer.public.get(CARS).status_code == 200
    shares = installed(dealer.app, ThreadShares)
    while shares.take(f"tenant {dealer.tenant.id}", shares.tenants_limit):
        pass

    assert dealer.public.get(CARS).status_code == 200
    assert dealer.public.get(f"{CARS}?page=2").status_code == 503


def test_each_request_is_logged_once(
    pair: Pair, capsys: pytest.CaptureFixture[str], make_app: MakeApp
) -> None:
    lines = []
    for is_front in (True, False):
        app = make_app(public_front=is_front, log_level="INFO")
        ask(app, CARS)
        capsys.readouterr()
        ask(app, CARS)
        lines.append(capsys.readouterr().out.splitlines())

    assert [len(logged) for logged in lines] == [2, 2]


def test_spellings_of_one_question_are_cached_once(live_dealer: Dealer) -> None:
    cache = installed(live_dealer.app, ResponseCache)
    ask(live_dealer.app, CARS)
    before = len(cache)

    for number in range(20):
        ask(live_dealer.app, f"{CARS}?utm_source={number}&page=1")

    assert len(cache) == before
