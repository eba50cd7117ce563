"""Headers of every response; log lines without anything about people."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from autoleads.extensions import db
from autoleads.services import accounts
from tests.conftest import LogLines
from tests.support.factories import PASSWORD, Api, Dealer

PHONE = "+6281298765432"


@pytest.mark.parametrize("given", ["a", "A-z_0.9", "x" * 64])
def test_valid_request_id_is_passed_through(dealer_a: Dealer, given: str) -> None:
    response = dealer_a.public.get("/api/nothing", headers={"X-Request-ID": given})

    assert response.headers["X-Request-ID"] == response.get_json()["meta"]["requestId"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "é", "<script>", "a\t", "a,b", "١"])
def test_an_odd_request_id_is_replaced(dealer_a: Dealer, given: str) -> None:
    response = dealer_a.public.get("/healthz", headers={"X-Request-ID": given})

    assert len(response.headers["X-Request-ID"]) == 32
    assert (
        response.headers["X-Request-ID"] != dealer_a.public.get("/healthz").headers["X-Request-ID"]
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("GET", "/api/tenant"),
        ("GET", "/api/docs"),
        ("GET", "/api/nothing"),
        ("DELETE", "/api/tenant"),
        ("OPTIONS", "/api/admin/tenant"),
        ("GET", "/api/admin/tenant"),
        ("GET", "/admin/password"),
        ("POST", "/api/admin/auth/login"),
    ],
)
def test_every_response_has_a_request_id_and_nosniff(
    dealer_a: Dealer, method: str, path: str
) -> None:
    response = dealer_a.public.open(method, path)

    assert response.headers["X-Request-ID"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert (response.headers.get("Cache-Control") == "no-store") == ("/admin" in path)


@pytest.mark.parametrize("path", ["/cars/nothing", "/admin/password?token=x"])
def test_pages_have_a_strict_csp_and_cannot_be_framed(dealer_a: Dealer, path: str) -> None:
    response = dealer_a.public.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert response.mimetype == "text/html"
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_access_log_has_no_personal_data(dealer_a: Dealer, log_lines: LogLines) -> None:
    tokens = dealer_a.tokens("owner")
    owner = Api(dealer_a.app, dealer_a.host, tokens["accessToken"], {"X-Request-ID": "r-1"})
    owner.get(f"/api/admin/users?q={PHONE}")
    owner.get(f"/api/nothing/{PHONE}")
    owner.post(
        "/api/admin/users",
        json={"email": "budi@example.com", "name": "Budi", "role": "sales", "phone": PHONE},
    )
    owner.post(
        "/api/admin/auth/login", json={"email": "budi@example.com", "password": PASSWORD + "x"}
    )
    owner.post("/api/leads", json={"name": "Siti", "phone": PHONE, "message": "halo"})
    owner.post(
        "/webhook/fonnte/very-secret-path-4711",
        json={"sender": PHONE[1:], "message": "halo", "device": "1"},
    )
    owner.get("/admin/password?token=very-secret-token-4711")
    lines = log_lines()

    assert len(lines) >= 8
    assert {
        "time",
        "level",
        "logger",
        "message",
        "method",
        "route",
        "status",
        "ms",
        "tenant",
    } <= lines[0].keys()
    assert [line["requestId"] for line in lines[1:]] == ["r-1"] * (len(lines) - 1)
    assert "/api/admin/users" in {line.get("route") for line in lines}
    assert {line["tenant"] for line in lines if line.get("route") == "/api/admin/users"} == {
        "dealer-a"
    }
    written = json.dumps(lines)
    hidden = [
        PHONE[3:],
        "budi",
        "Budi",
        "Siti",
        "halo",
        "4711",
        PASSWORD,
        tokens["accessToken"],
        tokens["refreshToken"],
    ]
    assert [word for word in hidden if word in written] == []


def test_an_unexpected_error_is_logged_and_hidden_from_the_client(
    dealer_a: Dealer, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = dealer_a.owner.token

    def fail(*_: object) -> None:
        db.session.execute(text("SELECT CAST(:phone AS integer) AS number"), {"phone": PHONE})

    monkeypatch.setattr(accounts, "list_users", fail)
    log_lines()
    response = Api(dealer_a.app, dealer_a.host, token).get("/api/admin/users")
    lines = log_lines()

    assert response.status_code == 500
    assert response.get_json()["error"] == {
        "code": "INTERNAL_ERROR",
        "message": "Something went wrong on our side.",
        "details": [],
    }
    assert "DataError" in lines[0]["exception"]
    assert "in fail" in lines[0]["exception"]
    assert PHONE not in json.dumps(lines)
    assert "users" not in response.text


def test_an_exhausted_pool_is_503(dealer_a: Dealer, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = dealer_a.owner

    def wait_in_vain(*_: object) -> None:
        raise PoolTimeout

    monkeypatch.setattr(accounts, "list_users", wait_in_vain)
    response = owner.get("/api/admin/users")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
