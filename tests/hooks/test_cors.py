"""Pages of other origins read responses only as far as the surface allows it."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.conftest import MakeApp
from tests.support.factories import Dealer, make_dealer

FOREIGN = "https://evil.example.com"
OWN = "https://dealer-a.autoleads.test"
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOWING = (ALLOW_ORIGIN, "Access-Control-Allow-Methods", "Access-Control-Allow-Headers")


def preflight(dealer: Dealer, path: str, origin: str, method: str = "GET") -> TestResponse:
    asked = {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return dealer.public.open("OPTIONS", path, headers={"Origin": origin, **asked})


def allowed(dealer: Dealer, origin: str) -> str | None:
    return dealer.owner.get("/api/admin/tenant", headers={"Origin": origin}).headers.get(
        ALLOW_ORIGIN
    )


@pytest.mark.parametrize("path", ["/api/tenant", "/api/cars"])
@pytest.mark.parametrize("origin", [FOREIGN, OWN, "null"])
def test_anybody_may_read_what_is_public(dealer_a: Dealer, path: str, origin: str) -> None:
    answer = dealer_a.public.get(path, headers={"Origin": origin})

    assert answer.status_code == 200
    assert answer.headers[ALLOW_ORIGIN] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert preflight(dealer_a, path, origin).headers[ALLOW_ORIGIN] == "*"


def test_public_errors_can_be_read_too(dealer_a: Dealer) -> None:
    missing = dealer_a.public.get("/api/cars/nothing", headers={"Origin": FOREIGN})
    unchanged = dealer_a.public.get("/api/tenant", headers={"Origin": FOREIGN})
    again = {"Origin": FOREIGN, "If-None-Match": unchanged.headers["ETag"]}

    assert (missing.status_code, missing.headers[ALLOW_ORIGIN]) == (404, "*")
    assert dealer_a.public.get("/api/tenant", headers=again).headers[ALLOW_ORIGIN] == "*"


def test_only_the_dealers_own_pages_may_send_enquiries(dealer_a: Dealer) -> None:
    foreign = preflight(dealer_a, "/api/leads", FOREIGN, "POST")
    own = preflight(dealer_a, "/api/leads", OWN, "POST")

    assert [foreign.headers.get(name) for name in ALLOWING] == [None] * 3
    assert own.headers[ALLOW_ORIGIN] == OWN
    assert "POST" in own.headers["Access-Control-Allow-Methods"]
    assert (
        dealer_a.public.post("/api/leads", json={}, headers={"Origin": FOREIGN}).headers.get(
            ALLOW_ORIGIN
        )
        is None
    )


@pytest.mark.parametrize(
    "origin", [OWN, "http://dealer-a.autoleads.test", OWN.upper().replace("HTTPS", "https")]
)
def test_a_preflight_of_the_own_origin_needs_no_token(dealer_a: Dealer, origin: str) -> None:
    answer = preflight(dealer_a, f"/api/admin/users/{dealer_a.user_ids['sales']}", origin, "PATCH")

    assert answer.status_code == 200
    assert answer.headers[ALLOW_ORIGIN] == origin
    assert {"PATCH", "DELETE"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()
    assert "Origin" in answer.vary


@pytest.mark.parametrize(
    "origin",
    [
        FOREIGN,
        "null",
        "*",
        "https://dealer-b.autoleads.test",
        "https://dealer-a.autoleads.test.evil.com",
        "https://dealer-aXautoleads.test",
        "https://evil.dealer-a.autoleads.test",
        "https://dealer-a.autoleads.test:8443",
        "https://autoleads.test",
        "ftp://dealer-a.autoleads.test",
    ],
)
def test_a_foreign_origin_is_told_nothing_by_the_admin_api(dealer_a: Dealer, origin: str) -> None:
    asked = preflight(dealer_a, "/api/admin/tenant", origin, "PATCH")
    answer = dealer_a.owner.get("/api/admin/tenant", headers={"Origin": origin})

    assert asked.status_code == answer.status_code == 200
    for headers in (asked.headers, answer.headers):
        assert [headers.get(name) for name in ALLOWING] == [None] * 3
    assert "Origin" in asked.vary
    assert "Origin" in answer.vary


@pytest.mark.parametrize("path", ["/api/admin/tenant", "/api/admin/auth/me"])
def test_answers_without_origin_and_refusals_vary_by_origin(dealer_a: Dealer, path: str) -> None:
    answer = dealer_a.public.get(path, headers={"Origin": OWN})

    assert (answer.status_code, answer.headers[ALLOW_ORIGIN]) == (401, OWN)
    assert "Origin" in dealer_a.public.get(path).vary
    assert ALLOW_ORIGIN not in dealer_a.public.get(path).headers


def test_a_dealer_and_the_installation_name_further_origins(make_app: MakeApp) -> None:
    app = make_app(cors_origins=("https://panel.example.com",))
    dealer = make_dealer(app, "dealer-a", domain="mobil.example.com")
    named = {"corsOrigins": ["https://App.Example.com", "http://localhost:3000"]}
    assert dealer.owner.patch("/api/admin/tenant", json=named).status_code == 200

    for origin in ("https://panel.example.com", "https://app.example.com", "http://localhost:3000"):
        assert allowed(dealer, origin) == origin
    assert allowed(dealer, "https://mobil.example.com") == "https://mobil.example.com"
    assert allowed(dealer, "https://localhost:3000") is None
    assert allowed(make_dealer(app, "dealer-b"), "https://app.example.com") is None


@pytest.mark.parametrize(
    "origin",
    ["*", "https://*", "https://.*", "https://a(b)+.com", "https://a.com/", "https://u@a.com"],
)
def test_a_dealer_cannot_name_a_pattern(dealer_a: Dealer, origin: str) -> None:
    answer = dealer_a.owner.patch("/api/admin/tenant", json={"corsOrigins": [origin]})

    assert answer.status_code == 422
    assert answer.get_json()["error"]["details"][0]["field"] == "corsOrigins.0"


def test_credentials_are_never_allowed(dealer_a: Dealer) -> None:
    answers = [
        dealer_a.public.get("/api/tenant", headers={"Origin": FOREIGN}),
        dealer_a.owner.get("/api/admin/tenant", headers={"Origin": OWN}),
        preflight(dealer_a, "/api/tenant", FOREIGN),
        preflight(dealer_a, "/api/admin/tenant", OWN),
    ]

    assert all("Access-Control-Allow-Credentials" not in answer.headers for answer in answers)
