"""Reports of errors, as a server that plays Sentry gets them."""

from __future__ import annotations

import gzip
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from autoleads.error_reports import LOGGERS, SENT, ErrorReports
from autoleads.extensions import db, installed
from autoleads.services import accounts, messages
from tests.conftest import MakeApp
from tests.support.deliveries import CUSTOMER, make_deliveries
from tests.support.factories import Api, Dealer, make_dealer
from tests.support.fake_gateway import connect
from tests.support.loopback import RawServer, http

PHONE = CUSTOMER.removeprefix("+")
TEXT = "rahasia dagang"
SECRET = "a-secret-of-a-frame"
Reported = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def sentry(raw_server: RawServer) -> tuple[str, list[bytes]]:
    """The DSN of a server that takes reports, and the requests that it got."""
    address, received = raw_server(http("{}"))
    return f"{address.replace('//', '//public-key@')}/1", received


@pytest.fixture
def reporting(make_app: MakeApp, sentry: tuple[str, list[bytes]]) -> Iterator[Flask]:
    app = make_app(sentry_dsn=sentry[0])
    yield app
    reports = installed(app, ErrorReports)
    reports.finish()
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(reports)


@pytest.fixture
def reported(reporting: Flask, sentry: tuple[str, list[bytes]]) -> Reported:
    """Return a function that ends the reports and returns the events that were sent."""

    def events() -> list[dict[str, Any]]:
        installed(reporting, ErrorReports).finish()
        return [event_of(request) for request in sentry[1]]

    return events


@pytest.fixture
def dealer(reporting: Flask) -> Dealer:
    return make_dealer(reporting, "dealer-a")


def event_of(request: bytes) -> dict[str, Any]:
    """Return the event in a request to Sentry."""
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/1/envelope/ ")
    if b"content-encoding: gzip" in head.lower():
        body = gzip.decompress(body)
    _, item, event, *rest = body.split(b"\n")
    assert json.loads(item)["type"] == "event"
    assert rest in ([], [b""]), "nothing besides"
    loaded: dict[str, Any] = json.loads(event)
    return loaded


def assert_says_nothing_about_people(event: dict[str, Any], *further: str) -> None:
    written = json.dumps(event)
    hidden = (PHONE, PHONE[2:], TEXT, SECRET, *further)
    assert [word for word in hidden if word in written] == []
    assert event.keys() <= set(SENT)


def last_frame(event: dict[str, Any]) -> dict[str, Any]:
    frame: dict[str, Any] = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    return frame


def fail(*_: object) -> None:
    kept = "".join(reversed("emarf-a-fo-terces-a"))
    raise ValueError(PHONE + kept)


def test_report_of_a_500_has_the_code_and_the_ids_but_nothing_about_people(
    dealer: Dealer, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = dealer.owner.token
    assert token
    monkeypatch.setattr(accounts, "list_users", fail)
    client = Api(dealer.app, dealer.host, token, {"X-Request-ID": "report-1", "Cookie": "panel=x1"})
    response = client.get(f"/api/admin/users?page=1&limit=7&q={PHONE}")
    [event] = reported()

    assert response.status_code == 500
    assert event["level"] == "error"
    assert event["tags"] == {
        "requestId": "report-1",
        "tenant": "dealer-a",
        "route": "/api/admin/users",
    }
    assert event["logentry"]["message"] == "unexpected error"
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert last_frame(event)["function"] == "fail"
    assert "raise ValueError" in last_frame(event)["context_line"]
    assert_says_nothing_about_people(event, token, "panel=x1", dealer.host)


def test_report_of_a_database_error_has_none_of_its_words(
    dealer: Dealer, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misuse(*_: object, by: object) -> None:
        statement = text("SELECT CAST(:phone AS integer)")
        db.session.execute(statement, {"phone": f"{PHONE} {TEXT}"})

    monkeypatch.setattr(accounts, "create_user", misuse)
    user = {"email": f"{PHONE}@example.com", "name": TEXT, "role": "sales", "phone": CUSTOMER}
    response = dealer.owner.post("/api/admin/users", json=user)
    [event] = reported()

    assert response.status_code == 500
    assert event["exception"]["values"][-1]["type"] == "DataError"
    assert_says_nothing_about_people(event, "invalid input syntax")


def test_report_of_a_failed_job_names_the_item_and_its_dealer(
    dealer: Dealer, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries = make_deliveries(dealer)
    deliveries.queue(TEXT)
    [item] = deliveries.items()
    monkeypatch.setattr(messages, "prepare_delivery", fail)
    deliveries.work()
    [event] = reported()

    assert event["tags"] == {"jobId": str(item.id), "kind": "delivery", "tenant": "dealer-a"}
    assert_says_nothing_about_people(event)


def test_a_webhook_that_a_bug_keeps_from_being_stored_is_reported(
    dealer: Dealer, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = connect(dealer)
    monkeypatch.setattr(db.session, "commit", fail)
    response = line.post(line.payload(TEXT))
    monkeypatch.undo()
    [event] = reported()

    assert response.status_code == 503
    assert event["tags"]["route"].startswith("/webhook/")
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert_says_nothing_about_people(event)


def test_an_error_that_the_server_caught_is_reported_without_the_address(
    reporting: Flask, reported: Reported
) -> None:
    try:
        fail()
    except ValueError:
        address = f"/webhook/fonnte/{SECRET}"
        logging.getLogger("gunicorn.error").error(
            "Error handling request %s", address, exc_info=sys.exc_info()
        )
    [event] = reported()

    assert event["logentry"] == {"message": "Error handling request %s"}
    assert_says_nothing_about_people(event)


def test_expected_errors_are_not_reported(
    dealer: Dealer, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("down"))

    owner, line = dealer.owner, connect(dealer)
    statuses = [
        dealer.public.get("/unknown").status_code,
        dealer.public.get("/api/admin/users").status_code,
        owner.get("/api/admin/users?page=x").status_code,
        owner.post("/api/admin/users", data="{").status_code,
    ]
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "list_users", unavailable)
        statuses.append(owner.get("/api/admin/users").status_code)
    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", unavailable)
        statuses.append(line.post(line.payload(TEXT)).status_code)

    assert statuses == [404, 401, 422, 415, 503, 503]
    assert reported() == []


def test_requests_go_on_where_nothing_takes_the_reports(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(sentry_dsn="http://key@127.0.0.1:9/1")
    dealer = make_dealer(app, "dealer-a")
    owner = dealer.owner
    monkeypatch.setattr(accounts, "list_users", fail)

    assert owner.get("/api/admin/users").status_code == 500
    installed(app, ErrorReports).finish()
