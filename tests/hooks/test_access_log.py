"""The line that every request logs, and what lines from deeper in it have in common with it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import text

from autoleads.extensions import db
from autoleads.services import accounts
from tests.conftest import LogLines
from tests.support.factories import Api, Dealer, make_car


def access_line(log_lines: LogLines) -> dict[str, Any]:
    [line] = [line for line in log_lines() if line["message"] == "request"]
    return line


def test_line_of_a_request_names_tenant_user_and_route(
    dealer_a: Dealer, log_lines: LogLines
) -> None:
    sales = dealer_a.sales
    log_lines()

    me = sales.get("/api/admin/auth/me").get_json()["data"]
    line = access_line(log_lines)

    assert (line["tenant"], line["user"]) == ("dealer-a", me["id"])
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/admin/auth/me", 200)
    assert line["ms"] > 0


def test_line_of_a_read_that_is_served_before_flask_has_the_same_fields(
    dealer_a: Dealer, log_lines: LogLines
) -> None:
    make_car(dealer_a)
    dealer_a.public.get("/api/cars")
    log_lines()
    dealer_a.public.get("/api/cars", headers={"X-Request-ID": "front-1"})
    front = access_line(log_lines)
    dealer_a.public.get("/api/tenant?unknown=1")
    flask = access_line(log_lines)

    assert front.keys() == flask.keys()
    assert (front["requestId"], front["tenant"], front["user"]) == ("front-1", "dealer-a", None)


def test_the_user_of_a_request_that_failed_in_the_database_is_named(
    dealer_a: Dealer, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        try:
            db.session.execute(text("SELECT 1 / 0"))
        finally:
            db.session.rollback()

    owner = dealer_a.owner
    monkeypatch.setattr(accounts, "list_users", fail)
    log_lines()

    assert owner.get("/api/admin/users").status_code == 500
    assert isinstance(access_line(log_lines)["user"], int)


def test_lines_from_deeper_in_a_request_carry_its_id_and_tenant(
    dealer_a: Dealer, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def complain(*_: object) -> None:
        logging.getLogger("autoleads.services").warning("something odd")
        raise KeyError

    token = dealer_a.owner.token
    monkeypatch.setattr(accounts, "list_users", complain)
    log_lines()
    Api(dealer_a.app, dealer_a.host, token, {"X-Request-ID": "deep-1"}).get("/api/admin/users")
    lines = log_lines()

    assert [line["message"] for line in lines] == ["something odd", "unexpected error", "request"]
    assert {(line["requestId"], line["tenant"]) for line in lines} == {("deep-1", "dealer-a")}
