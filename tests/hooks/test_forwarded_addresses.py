"""The warning about a proxy that is not trusted."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.support.factories import Api

FORWARDED = {"X-Forwarded-For": "203.0.113.7"}


def send(app: Flask, number: int, headers: dict[str, str] | None = None) -> None:
    for _ in range(number):
        Api(app, "x.test").get("/api/nothing", headers=headers)


def warnings(app: Flask) -> str:
    return str(Api(app, "x.test").get("/readyz").get_json()["data"]["warnings"])


def test_forwarded_addresses_without_a_trusted_proxy_are_warned_about_once(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(log_level="WARNING")
    send(app, 19, FORWARDED)
    assert "TRUSTED_PROXIES" not in warnings(app)
    send(app, 30, FORWARDED)

    assert "TRUSTED_PROXIES" in warnings(app)
    assert capsys.readouterr().out.count("TRUSTED_PROXIES") == 1


@pytest.mark.parametrize(("trusted", "direct"), [(1, 0), (0, 1)])
def test_no_warning_behind_a_trusted_proxy_or_with_direct_requests_between(
    make_app: MakeApp, trusted: int, direct: int
) -> None:
    app = make_app(trusted_proxies=trusted)
    send(app, 15, FORWARDED)
    send(app, direct)
    send(app, 15, FORWARDED)

    assert "TRUSTED_PROXIES" not in warnings(app)
