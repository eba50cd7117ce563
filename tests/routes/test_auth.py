"""Logging in and out."""

from __future__ import annotations

from tests.factories import PASSWORD, Api, Dealer


def test_login_gives_tokens_and_the_user(dealer_a: Dealer) -> None:
    answer = dealer_a.public.post(
        "/api/admin/auth/login", json={"email": f"  {dealer_a.email('owner').upper()} ", "password": PASSWORD}
    )

    data = answer.get_json()["data"]
    assert answer.status_code == 200
    assert data["expiresIn"] == 900
    assert data["user"]["role"] == "owner"
    assert Api(dealer_a.app, dealer_a.host, data["accessToken"]).get("/api/admin/auth/me").get_json()["data"][
        "email"
    ] == dealer_a.email("owner")


def test_unknown_email_and_wrong_password_get_the_same_answer(dealer_a: Dealer) -> None:
    unknown = dealer_a.public.post("/api/admin/auth/login", json={"email": "x@y.test", "password": PASSWORD})
    wrong = dealer_a.public.post("/api/admin/auth/login", json={"email": dealer_a.email("owner"), "password": "wrong"})

    assert unknown.status_code == wrong.status_code == 401
    assert unknown.get_json()["error"] == wrong.get_json()["error"]
    assert wrong.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_of_one_dealer_is_nothing_at_the_other(dealer_a: Dealer, dealer_b: Dealer) -> None:
    stranger = Api(dealer_b.app, dealer_b.host, dealer_a.owner.token)

    assert stranger.get("/api/admin/auth/me").status_code == 401


def test_a_refresh_token_works_once(dealer_a: Dealer) -> None:
    first = Api(dealer_a.app, dealer_a.host, dealer_a.tokens("owner")["refreshToken"])

    renewed = first.post("/api/admin/auth/refresh")
    again = first.post("/api/admin/auth/refresh")

    assert renewed.status_code == 200
    assert again.status_code == 401
    assert (
        Api(dealer_a.app, dealer_a.host, renewed.get_json()["data"]["accessToken"])
        .get("/api/admin/auth/me")
        .status_code
        == 200
    )
