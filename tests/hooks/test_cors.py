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
def test_any_origin_may_read_public_responses(dealer_a: Dealer, path: str, origin: str) -> None:
    response = dealer_a.public.get(path, headers={"Origin": origin})

    assert response.status_code == 200
    assert response.headers[ALLOW_ORIGIN] == "*"
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert preflight(dealer_a, path, origin).headers[ALLOW_ORIGIN] == "*"


def test_any_origin_may_read_public_errors(dealer_a: Dealer) -> None:
    missing = dealer_a.public.get("/api/cars/nothing", headers={"Origin": FOREIGN})
    unchanged = dealer_a.public.get("/api/tenant", headers={"Origin": FOREIGN})
    again = {"Origin": FOREIGN, "If-None-Match": unchanged.headers["ETag"]}

    assert (missing.status_code, missing.headers[ALLOW_ORIGIN]) == (404, "*")
    assert dealer_a.public.get("/api/tenant", headers=again).headers[ALLOW_ORIGIN] == "*"


def test_only_own_origins_may_send_enquiries(dealer_a: Dealer) -> None:
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
    response = preflight(
        dealer_a, f"/api/admin/users/{dealer_a.user_ids['sales']}", origin, "PATCH"
    )

    assert response.status_code == 200
    assert response.headers[ALLOW_ORIGIN] == origin
    assert {"PATCH", "DELETE"} <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()
    assert "Origin" in response.vary


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
def test_the_admin_api_sends_no_cors_headers_to_a_foreign_origin(
    dealer_a: Dealer, origin: str
) -> None:
    asked = preflight(dealer_a, "/api/admin/tenant", origin, "PATCH")
    response = dealer_a.owner.get("/api/admin/tenant", headers={"Origin": origin})

    assert asked.status_code == response.status_code == 200
    for headers in (asked.headers, response.headers):
        assert [headers.get(name) for name in ALLOWING] == [None] * 3
    assert "Origin" in asked.vary
    assert "Origin" in response.vary


@pytest.mark.parametrize("path", ["/api/admin/tenant", "/api/admin/auth/me"])
def test_admin_responses_vary_by_origin(dealer_a: Dealer, path: str) -> None:
    response = dealer_a.public.get(path, headers={"Origin": OWN})

    assert (response.status_code, response.headers[ALLOW_ORIGIN]) == (401, OWN)
    assert "Origin" in dealer_a.public.get(path).vary
    assert ALLOW_ORIGIN not in dealer_a.public.get(path).headers


def test_tenant_and_installation_may_configure_further_origins(make_app: MakeApp) -> None:
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
def test_a_configured_origin_is_never_a_pattern(dealer_a: Dealer, origin: str) -> None:
    response = dealer_a.owner.patch("/api/admin/tenant", json={"corsOrigins": [origin]})

    assert response.status_code == 422
    assert response.get_json()["error"]["details"][0]["field"] == "corsOrigins.0"


def test_credentials_are_never_allowed(dealer_a: Dealer) -> None:
    responses = [
        dealer_a.public.get("/api/tenant", headers={"Origin": FOREIGN}),
        dealer_a.owner.get("/api/admin/tenant", headers={"Origin": OWN}),
        preflight(dealer_a, "/api/tenant", FOREIGN),
        preflight(dealer_a, "/api/admin/tenant", OWN),
    ]

    assert all("Access-Control-Allow-Credentials" not in response.headers for response in responses)


def test_any_origin_may_read_the_description_of_the_api(dealer_a: Dealer) -> None:
    response = dealer_a.public.get("/api/openapi.json", headers={"Origin": FOREIGN})

    assert response.headers[ALLOW_ORIGIN] == "*"
