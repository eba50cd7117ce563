"""Verified tokens are remembered until they expire, and nothing else is."""

from __future__ import annotations

import pytest
from jwt import InvalidTokenError

from autoleads.extensions import installed
from autoleads.hooks.verified_tokens import MAX_TOKENS, Claims, VerifiedTokens
from tests.support.clock import Clock
from tests.support.factories import Api, Dealer
from tests.support.panel import panel_of

ME = "/api/admin/auth/me"


class Verifier:
    """Verifies every token but "wrong", and counts how often it is asked."""

    def __init__(self, expires: object) -> None:
        self.asked = 0
        self._expires = expires

    def __call__(self, token: str) -> Claims:
        self.asked += 1
        if token == "wrong":
            raise InvalidTokenError
        return {"sub": token, "exp": self._expires}


def test_a_token_is_verified_once_until_it_expires() -> None:
    clock = Clock()
    tokens = VerifiedTokens(clock.monotonic)
    verify = Verifier(int(clock.now) + 900)

    assert [tokens.read("api", "a", verify)["sub"] for _ in range(3)] == ["a"] * 3
    assert verify.asked == 1
    clock.sleep(900)
    tokens.read("api", "a", verify)
    assert verify.asked == 2


def test_a_token_of_one_kind_is_none_of_another() -> None:
    tokens = VerifiedTokens()
    verify = Verifier(2**40)

    for kind in ("api", "panel"):
        tokens.read(kind, "a", verify)

    assert verify.asked == 2


def test_refused_tokens_and_those_without_an_end_are_not_remembered() -> None:
    tokens = VerifiedTokens()
    for _ in range(2):
        with pytest.raises(InvalidTokenError):
            tokens.read("api", "wrong", Verifier(2**40))
        tokens.read("api", "endless", Verifier(None))

    assert len(tokens) == 0


def test_no_more_tokens_are_remembered_than_fit() -> None:
    tokens = VerifiedTokens()
    for number in range(MAX_TOKENS + 10):
        tokens.read("api", str(number), Verifier(2**40))

    assert len(tokens) == MAX_TOKENS


def test_a_remembered_token_ends_with_its_session(dealer_a: Dealer) -> None:
    first = dealer_a.log_in("admin")
    assert first.get(ME).status_code == 200
    assert len(installed(dealer_a.app, VerifiedTokens)) > 0

    assert first.post("/api/admin/auth/logout").status_code == 204

    assert first.get(ME).status_code == 401


def test_a_remembered_token_is_not_another_tenants(dealer_a: Dealer, dealer_b: Dealer) -> None:
    token = dealer_a.owner.token
    assert dealer_a.owner.get(ME).status_code == 200

    assert Api(dealer_b.app, dealer_b.host, token).get(ME).status_code == 401


def test_a_remembered_cookie_is_no_bearer_token(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "owner")
    assert panel.get("/admin/account").status_code == 200
    cookie = panel.client.get_cookie("panel", domain=dealer_a.host)
    assert cookie is not None

    assert Api(dealer_a.app, dealer_a.host, cookie.value).get(ME).status_code == 401
