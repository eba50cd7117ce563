"""Rate limits on guessing: each is far above what a well-behaved client needs."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from autoleads.models import Message
from config import Limits
from tests.conftest import MakeApp
from tests.support.factories import PASSWORD, Api, make_dealer
from tests.support.fake_gateway import connect, rows

ONE = "1/minute"


def make_limited(make_app: MakeApp, **limits: str) -> Flask:
    return make_app(rate_limits_enabled=True, limits=Limits(**limits))


def test_wrong_webhook_secrets_are_limited_and_right_ones_are_not(make_app: MakeApp) -> None:
    app = make_limited(make_app, probe="2/minute")
    line = connect(make_dealer(app, "dealer-a"))

    wrong = [line.post(line.payload(), secret="wrong").status_code for _ in range(4)]
    in_body = Api(app, "x.test").post("/webhook/fonnte", json={"secret": "wrong"})

    assert wrong == [404, 404, 429, 429]
    assert in_body.status_code == 429
    assert line.say("Halo")["status"] == "processed"
    assert len(rows(line.dealer, select(Message))) == 1


def test_unknown_hosts_are_limited_on_every_surface(make_app: MakeApp) -> None:
    paths = ("/api/tenant", "/api/admin/cars", "/admin/password", "/cars/x")
    for number, path in enumerate(paths):
        app = make_limited(make_app, probe=ONE)
        unknown = Api(app, "nobody.autoleads.test")
        address = {"REMOTE_ADDR": f"10.0.0.{number}"}

        statuses = [unknown.get(path, environ_overrides=address).status_code for _ in range(2)]

        assert statuses == [404, 429], path


def test_guesses_of_the_current_password_are_limited_per_user(make_app: MakeApp) -> None:
    dealer = make_dealer(make_limited(make_app, password_change="2/minute"), "dealer-a")
    wrong = {"currentPassword": "salah-sekali-123", "newPassword": PASSWORD}
    path = "/api/admin/auth/password"

    statuses = [dealer.sales.post(path, json=wrong).status_code for _ in range(3)]

    assert statuses == [422, 422, 429]
    assert dealer.admin.post(path, json=wrong).status_code == 422


def test_admin_writes_are_limited_per_user_and_reads_are_not(make_app: MakeApp) -> None:
    dealer = make_dealer(make_limited(make_app, admin_write="2/minute"), "dealer-a")
    path = "/api/admin/tenant"

    writes = [dealer.owner.patch(path, json={"city": "Solo"}).status_code for _ in range(3)]

    assert writes == [200, 200, 429]
    assert dealer.owner.get(path).status_code == 200
    assert dealer.admin.post("/api/admin/cars", json={}).status_code == 422


def test_readiness_is_limited_and_liveness_is_not(make_app: MakeApp) -> None:
    client = Api(make_limited(make_app, readiness=ONE), "any.test")

    assert [client.get("/readyz").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/healthz").status_code for _ in range(3)] == [200] * 3
