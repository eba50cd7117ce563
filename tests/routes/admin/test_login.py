"""Logging in and out; what ends a session."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import text

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db, install
from autoleads.services.accounts import STRONG, Passwords
from tests.support.factories import PASSWORD, Api, Dealer

LOGIN = "/api/admin/auth/login"
ME = "/api/admin/auth/me"
REFRESH = "/api/admin/auth/refresh"
CHANGE = "/api/admin/auth/password"
NEW = "kata-sandi-yang-baru"


def log_in(dealer: Dealer, who: str = "owner", password: str = PASSWORD) -> int:
    return dealer.public.post(
        LOGIN, json={"email": dealer.email(who), "password": password}
    ).status_code


def bearing(dealer: Dealer, token: str) -> Api:
    return Api(dealer.app, dealer.host, token)


def execute(dealer: Dealer, statement: str, **values: Any) -> Any:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        result = db.session.execute(text(statement), values)
        found = result.scalar() if statement.startswith("SELECT") else None
        db.session.commit()
        return found


def test_login_gives_tokens_and_the_user(dealer_a: Dealer) -> None:
    response = dealer_a.public.post(
        LOGIN, json={"email": f"  {dealer_a.email('owner').upper()} ", "password": PASSWORD}
    )

    data = response.get_json()["data"]
    assert response.status_code == 200
    assert data["expiresIn"] == 900
    assert data["user"]["role"] == "owner"
    assert "passwordHash" not in data["user"]
    assert bearing(dealer_a, data["accessToken"]).get(ME).get_json()["data"][
        "email"
    ] == dealer_a.email("owner")


def test_unknown_email_wrong_password_and_disabled_user_get_the_same_response(
    dealer_a: Dealer,
) -> None:
    execute(
        dealer_a,
        "UPDATE users SET status = 'disabled' WHERE email = :email",
        email=dealer_a.email("sales"),
    )
    tried = [
        dealer_a.public.post(LOGIN, json={"email": "x@y.test", "password": PASSWORD}),
        dealer_a.public.post(LOGIN, json={"email": dealer_a.email("owner"), "password": "wrong"}),
        dealer_a.public.post(LOGIN, json={"email": dealer_a.email("sales"), "password": PASSWORD}),
        dealer_a.public.post(LOGIN, json={"email": dealer_a.email("owner"), "password": ""}),
        dealer_a.public.post(
            LOGIN, json={"email": dealer_a.email("owner"), "password": PASSWORD + "x" * 200}
        ),
    ]

    assert {response.status_code for response in tried} == {401}
    assert all(response.get_json()["error"] == tried[0].get_json()["error"] for response in tried)
    assert all(response.headers["WWW-Authenticate"] == "Bearer" for response in tried)


def test_an_unknown_user_costs_one_hash_as_a_known_one_does(
    dealer_a: Dealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    verify = PasswordHasher.verify

    def keep_attempt(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(hashed)
        return verify(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", keep_attempt)
    dealer_a.public.post(LOGIN, json={"email": "x@y.test", "password": PASSWORD})
    unknown = len(checked)
    log_in(dealer_a, password="wrong")

    assert (unknown, len(checked)) == (1, 2)


def test_login_at_another_tenant_is_401(dealer_a: Dealer, dealer_b: Dealer) -> None:
    response = dealer_b.public.post(
        LOGIN, json={"email": dealer_a.email("owner"), "password": PASSWORD}
    )

    assert response.status_code == 401


def test_production_hashes_with_argon2id_of_19_mib() -> None:
    strong = Passwords()
    hashed = strong.hash(PASSWORD)
    parameters = extract_parameters(hashed)

    assert hashed.startswith("$argon2id$")
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        19 * 1024,
        2,
        1,
    )
    assert strong.verify(hashed, PASSWORD)
    assert not strong.verify(hashed, PASSWORD + "x")
    assert not strong.verify("no hash at all", PASSWORD)


def test_a_weaker_hash_is_renewed_at_login(dealer_a: Dealer) -> None:
    install(dealer_a.app, Passwords(STRONG))

    assert [log_in(dealer_a), log_in(dealer_a)] == [200, 200]
    assert "m=19456,t=2,p=1" in execute(
        dealer_a,
        "SELECT password_hash FROM users WHERE email = :email",
        email=dealer_a.email("owner"),
    )


def test_logout_ends_the_session_and_no_other(dealer_a: Dealer) -> None:
    first, second = dealer_a.tokens("owner"), dealer_a.tokens("owner")
    response = bearing(dealer_a, first["accessToken"]).post("/api/admin/auth/logout")

    assert (response.status_code, response.data) == (204, b"")
    assert bearing(dealer_a, first["accessToken"]).get(ME).status_code == 401
    assert bearing(dealer_a, first["refreshToken"]).post(REFRESH).status_code == 401
    assert bearing(dealer_a, second["accessToken"]).get(ME).status_code == 200


def test_a_disabled_user_is_out_at_once(dealer_a: Dealer) -> None:
    tokens = dealer_a.tokens("sales")
    dealer_a.owner.patch(
        f"/api/admin/users/{dealer_a.user_ids['sales']}", json={"status": "disabled"}
    )

    assert bearing(dealer_a, tokens["accessToken"]).get(ME).status_code == 401
    assert bearing(dealer_a, tokens["refreshToken"]).post(REFRESH).status_code == 401
    assert log_in(dealer_a, "sales") == 401


def test_a_changed_role_counts_at_once(dealer_a: Dealer) -> None:
    sales = dealer_a.sales
    assert sales.get("/api/admin/users").status_code == 403
    dealer_a.owner.patch(f"/api/admin/users/{dealer_a.user_ids['sales']}", json={"role": "admin"})

    assert sales.get("/api/admin/users").status_code == 200


def test_a_removed_user_is_out_at_once(dealer_a: Dealer) -> None:
    sales = dealer_a.sales
    dealer_a.owner.delete(f"/api/admin/users/{dealer_a.user_ids['sales']}")

    assert sales.get(ME).status_code == 401


def test_a_new_password_ends_the_other_sessions(dealer_a: Dealer) -> None:
    here, there = dealer_a.tokens("sales"), dealer_a.tokens("sales")
    colleague = dealer_a.sales2
    response = bearing(dealer_a, here["accessToken"]).post(
        CHANGE, json={"currentPassword": PASSWORD, "newPassword": NEW}
    )

    assert response.status_code == 204
    assert bearing(dealer_a, here["accessToken"]).get(ME).status_code == 200
    assert bearing(dealer_a, there["accessToken"]).get(ME).status_code == 401
    assert bearing(dealer_a, there["refreshToken"]).post(REFRESH).status_code == 401
    assert colleague.get(ME).status_code == 200
    assert [log_in(dealer_a, "sales"), log_in(dealer_a, "sales", NEW)] == [401, 200]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"currentPassword": "wrong", "newPassword": NEW}, ["currentPassword"]),
        ({"currentPassword": PASSWORD, "newPassword": "x" * 11}, ["newPassword"]),
        ({"currentPassword": PASSWORD, "newPassword": "x" * 129}, ["newPassword"]),
        ({"newPassword": None}, ["currentPassword", "newPassword"]),
        ({"currentPassword": PASSWORD, "newPassword": NEW, "role": "owner"}, ["role"]),
    ],
)
def test_a_password_that_cannot_be_is_refused_by_field(
    dealer_a: Dealer, body: dict[str, Any], fields: list[str]
) -> None:
    response = dealer_a.sales.post(CHANGE, json=body)

    assert response.status_code == 422
    assert sorted(problem["field"] for problem in response.get_json()["error"]["details"]) == fields
    assert log_in(dealer_a, "sales") == 200


def test_a_refresh_token_works_once_and_may_be_shown_again_for_half_a_minute(
    dealer_a: Dealer,
) -> None:
    first = bearing(dealer_a, dealer_a.tokens("owner")["refreshToken"])
    renewed = first.post(REFRESH).get_json()["data"]

    assert renewed["expiresIn"] == 900
    assert first.post(REFRESH).status_code == 401
    assert bearing(dealer_a, renewed["accessToken"]).get(ME).status_code == 200
    assert bearing(dealer_a, renewed["refreshToken"]).post(REFRESH).status_code == 200


def test_a_refresh_token_shown_again_later_ends_its_session(dealer_a: Dealer) -> None:
    first = bearing(dealer_a, dealer_a.tokens("owner")["refreshToken"])
    renewed = first.post(REFRESH).get_json()["data"]
    execute(dealer_a, "UPDATE sessions SET rotated_at = rotated_at - interval '31 seconds'")

    assert first.post(REFRESH).status_code == 401
    assert bearing(dealer_a, renewed["accessToken"]).get(ME).status_code == 401
    assert bearing(dealer_a, renewed["refreshToken"]).post(REFRESH).status_code == 401


def test_fifty_tabs_that_refresh_at_once_get_one_pair_and_stay_logged_in(
    live_dealer: Dealer,
) -> None:
    tokens = live_dealer.tokens("owner")
    together = threading.Barrier(50)

    def renew(_: int) -> Any:
        together.wait()
        return bearing(live_dealer, tokens["refreshToken"]).post(REFRESH)

    with ThreadPoolExecutor(50) as threads:
        responses = sorted(
            threads.map(renew, range(50)), key=lambda response: int(response.status_code)
        )

    assert [response.status_code for response in responses] == [200] + [401] * 49
    assert (
        bearing(live_dealer, responses[0].get_json()["data"]["accessToken"]).get(ME).status_code
        == 200
    )
