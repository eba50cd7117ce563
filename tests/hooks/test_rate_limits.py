"""Rate limits: how many requests are allowed, and from whom."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from autoleads.dev.redis import RedisServer
from config import Limits
from tests.conftest import MakeApp
from tests.support.factories import PASSWORD, Api, Dealer, make_dealer

LOGIN = "/api/admin/auth/login"


@pytest.fixture
def dealer(make_app: MakeApp) -> Dealer:
    return make_dealer(make_app(rate_limits_enabled=True), "dealer-a")


def get(
    app: Flask,
    path: str = "/api/tenant",
    ip: str = "10.0.0.1",
    host: str = "dealer-a.autoleads.test",
) -> int:
    return Api(app, host).get(path, environ_overrides={"REMOTE_ADDR": ip}).status_code


def log_in(
    dealer: Dealer, who: str = "owner", *, ip: str = "10.0.0.1", **wrong: Any
) -> TestResponse:
    body = {"email": dealer.email(who), "password": PASSWORD, **wrong}
    return dealer.public.post(LOGIN, json=body, environ_overrides={"REMOTE_ADDR": ip})


def test_an_address_gets_a_hundred_public_responses_a_minute(
    dealer: Dealer,
) -> None:
    app = dealer.app
    statuses = [
        *(get(app) for _ in range(40)),
        *(get(app, host="nobody.autoleads.test") for _ in range(20)),
        *(get(app, "/api/nothing") for _ in range(20)),
        *(get(app, "/wp-login.php", host="nobody.autoleads.test") for _ in range(18)),
        get(app, "/api/docs"),
        get(app, "/api/openapi.json"),
    ]

    assert statuses == [200] * 40 + [404] * 58 + [200] * 2
    assert [get(app), get(app, "/api/nothing"), get(app, "/api/docs"), get(app, host="nobody")] == [
        429
    ] * 4
    assert get(app, ip="10.0.0.2") == 200


def test_a_method_that_is_not_allowed_counts_too(make_app: MakeApp) -> None:
    dealer = make_dealer(
        make_app(rate_limits_enabled=True, limits=Limits(public="2/minute")), "dealer-a"
    )

    assert [dealer.public.delete("/api/tenant").status_code for _ in range(3)] == [405, 405, 429]


def test_health_is_never_limited(make_app: MakeApp) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"))

    assert [get(app, path) for path in ("/healthz", "/readyz") * 10] == [200] * 20
    assert [get(app, "/nothing"), get(app, "/nothing")] == [404, 429]
    assert [get(app, "/healthz"), get(app, "/readyz")] == [200, 200]


def test_429_has_retry_after_and_rate_limit_headers(dealer: Dealer) -> None:
    for _ in range(100):
        get(dealer.app)
    response = dealer.public.get("/api/tenant", environ_overrides={"REMOTE_ADDR": "10.0.0.1"})

    assert response.status_code == 429
    assert response.get_json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
    assert (response.headers["X-RateLimit-Limit"], response.headers["X-RateLimit-Remaining"]) == (
        "100",
        "0",
    )
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert 0 <= int(response.headers["X-RateLimit-Reset"]) - time.time() <= 61


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_ipv6_addresses_count_by_their_64_network(
    make_app: MakeApp, first: str, second: str, same: bool
) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"))

    assert [get(app, "/x", first), get(app, "/x", second)] == [404, 429 if same else 404]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/admin/cars", 401), ("/admin/password", 200), ("/webhook/fonnte/x", 404)],
)
def test_surfaces_that_the_public_limit_exempts(make_app: MakeApp, path: str, status: int) -> None:
    dealer = make_dealer(
        make_app(rate_limits_enabled=True, limits=Limits(public="1/minute")), "dealer-a"
    )
    method = "POST" if path.startswith("/webhook") else "GET"

    assert [dealer.public.open(method, path).status_code for _ in range(3)] == [status] * 3


def test_an_app_without_limits_is_not_limited_by_another_in_the_process(make_app: MakeApp) -> None:
    limits = Limits(public="1/minute", login_ip="1/minute")
    unlimited = make_dealer(make_app(rate_limits_enabled=False, limits=limits), "dealer-a")
    make_app(rate_limits_enabled=True, limits=limits)

    assert [get(unlimited.app), get(unlimited.app)] == [200, 200]
    assert [log_in(unlimited).status_code, log_in(unlimited).status_code] == [200, 200]


def test_the_log_of_a_refused_login_names_no_account(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = Limits(login_account_and_ip="1/minute")
    app = make_app(rate_limits_enabled=True, limits=limits, log_level="DEBUG")
    dealer = make_dealer(app, "dealer-a")

    assert [log_in(dealer).status_code, log_in(dealer).status_code] == [200, 429]
    assert dealer.email("owner") not in capsys.readouterr().out


def test_an_account_can_be_tried_five_times_from_one_address(dealer: Dealer) -> None:
    tried = [log_in(dealer, password="wrong").status_code for _ in range(5)]

    assert tried == [401] * 5
    assert log_in(dealer).status_code == 429
    assert log_in(dealer, email=f" {dealer.email('owner').upper()}").status_code == 429
    assert int(log_in(dealer).headers["Retry-After"]) > 60
    assert log_in(dealer, "admin").status_code == 200
    assert log_in(dealer, ip="10.0.0.2").status_code == 200


def test_an_address_can_try_thirty_accounts(dealer: Dealer) -> None:
    tried = [log_in(dealer, email=f"x{number}@y.test").status_code for number in range(30)]

    assert tried == [401] * 30
    assert log_in(dealer).status_code == 429
    assert log_in(dealer, ip="10.0.0.2").status_code == 200


def test_an_account_can_be_tried_thirty_times_an_hour_from_anywhere(dealer: Dealer) -> None:
    tried = [log_in(dealer, password="wrong", ip=f"10.0.{n}.1").status_code for n in range(30)]

    assert tried == [401] * 30
    assert log_in(dealer, ip="10.9.9.9").status_code == 429
    assert log_in(dealer, "admin", ip="10.9.9.9").status_code == 200


def test_one_time_links_are_limited_by_address_and_not_by_tenant(
    dealer: Dealer,
) -> None:
    def use(ip: str) -> int:
        body = {"token": "x", "newPassword": PASSWORD}
        address = {"REMOTE_ADDR": ip}
        return dealer.public.post(
            "/api/admin/auth/one-time-password", json=body, environ_overrides=address
        ).status_code

    assert [use("10.0.0.1") for _ in range(31)] == [422] * 30 + [429]
    assert [use(f"10.1.{number}.1") for number in range(40)] == [422] * 40


def test_the_same_address_at_another_dealer_is_another_account(dealer: Dealer) -> None:
    other = make_dealer(dealer.app, "dealer-b")
    tried = [log_in(dealer, password="wrong", ip=f"10.0.{n}.1").status_code for n in range(31)]

    assert tried[-1] == 429
    assert log_in(other, email=dealer.email("owner")).status_code == 401


def test_concurrent_logins_are_limited_before_passwords_are_checked(dealer: Dealer) -> None:
    together = threading.Barrier(50)

    def guess(_: int) -> int:
        together.wait()
        return log_in(dealer, password="wrong").status_code

    with ThreadPoolExecutor(50) as threads:
        tried = sorted(threads.map(guess, range(50)))

    assert tried == [401] * 5 + [429] * 45


def test_processes_count_together_in_redis(make_app: MakeApp, redis_server: RedisServer) -> None:
    settings = {
        "rate_limits_enabled": True,
        "limits": Limits(public="3/minute"),
        "redis_url": redis_server.url,
    }

    assert [get(make_app(**settings), "/x") for _ in range(4)] == [404, 404, 404, 429]


def forwarded(app: Flask, header: str) -> int:
    return Api(app, "x.test").get("/x", headers={"X-Forwarded-For": header}).status_code


def test_without_trusted_proxies_x_forwarded_for_is_ignored(make_app: MakeApp) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"))

    assert [forwarded(app, "1.1.1.1"), forwarded(app, "2.2.2.2")] == [404, 429]


def test_behind_a_proxy_the_last_forwarded_address_counts(make_app: MakeApp) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"), trusted_proxies=1)

    assert [forwarded(app, "1.1.1.1"), forwarded(app, "6.6.6.6, 2.2.2.2")] == [404, 404]
    assert forwarded(app, "7.7.7.7, 2.2.2.2") == 429


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.1.1.1:4711", "2.2.2.2:4711"), ("[2001:db8:1::1]:80", "[2001:db8:2::1]:80")],
)
def test_forwarded_addresses_may_carry_a_port(make_app: MakeApp, first: str, second: str) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"), trusted_proxies=1)

    assert [forwarded(app, first), forwarded(app, second)] == [404, 404]
    assert [forwarded(app, first), forwarded(app, second)] == [429, 429]


@pytest.mark.parametrize(
    "header", ["", "garbage", "1.2.3", "[::", "1.2.3.4:x", ",", "é", "9" * 9000, "1.1.1.1,"]
)
def test_a_malformed_forwarded_address_is_no_error(make_app: MakeApp, header: str) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(public="1/minute"), trusted_proxies=1)

    assert [forwarded(app, header), forwarded(app, header)] == [404, 429]
