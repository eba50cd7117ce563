"""The admin API takes whole, valid tokens of this tenant and of a live session only."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from sqlalchemy import text

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from tests.support.factories import Api, Dealer

ME = "/api/admin/auth/me"
REFRESH = "/api/admin/auth/refresh"
Claims = dict[str, Any]


def claims_of(token: str) -> Claims:
    claims: Claims = jwt.decode(token, options={"verify_signature": False})
    return claims


def sign(
    dealer: Dealer, claims: Claims, algorithm: str = "HS256", key: str | None = None, **header: Any
) -> str:
    key = dealer.app.config["JWT_SECRET_KEY"] if key is None else key
    return jwt.encode(claims, key, algorithm, headers=header or None)


def status(dealer: Dealer, token: str, path: str = ME) -> int:
    return (
        Api(dealer.app, dealer.host, token).open("GET" if path == ME else "POST", path).status_code
    )


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def with_(**changes: Any) -> Callable[[Claims], Claims]:
    return lambda claims: {**claims, **changes}


def test_token_signed_again_with_the_same_claims_works(dealer_a: Dealer) -> None:
    claims = claims_of(dealer_a.tokens("owner")["accessToken"])

    assert status(dealer_a, sign(dealer_a, claims)) == 200
    assert {"sub", "tid", "sid", "exp", "iss", "aud"} <= claims.keys()
    assert isinstance(claims["sub"], str)
    assert claims["exp"] - claims["iat"] == 15 * 60


def test_a_refresh_token_lives_thirty_days(dealer_a: Dealer) -> None:
    claims = claims_of(dealer_a.tokens("owner")["refreshToken"])

    assert claims["exp"] - claims["iat"] == 30 * 24 * 3600


@pytest.mark.parametrize("path", [ME, REFRESH])
@pytest.mark.parametrize(
    "change",
    [
        without("exp"),
        without("iss"),
        without("aud"),
        without("sub"),
        without("tid"),
        without("sid"),
        without("jti"),
        with_(exp=int(time.time()) - 1),
        with_(exp="never"),
        with_(exp=None),
        with_(iss="somebody"),
        with_(aud="somebody"),
        with_(aud=["somebody"]),
        with_(nbf=int(time.time()) + 600),
        with_(sub=1),
        with_(sub="-1"),
        with_(sub="²"),
        with_(sub="9" * 30),
        with_(sub="1 OR 1=1"),
        with_(sid="1"),
        with_(sid=0),
        with_(sid=10**30),
        with_(tid=0),
        with_(tid="1"),
        with_(type="password"),
    ],
)
def test_a_token_of_ours_with_other_claims_is_nothing(
    dealer_a: Dealer, change: Callable[[Claims], Claims], path: str
) -> None:
    name = "accessToken" if path == ME else "refreshToken"
    claims = claims_of(dealer_a.tokens("owner")[name])

    assert status(dealer_a, sign(dealer_a, change(claims)), path) == 401


@pytest.mark.parametrize("path", [ME, REFRESH])
def test_an_access_token_does_not_refresh_and_a_refresh_token_gives_no_access(
    dealer_a: Dealer, path: str
) -> None:
    tokens = dealer_a.tokens("owner")

    assert status(dealer_a, tokens["refreshToken" if path == ME else "accessToken"], path) == 401


@pytest.mark.parametrize(
    ("algorithm", "key"), [("HS512", None), ("HS384", None), ("none", ""), ("HS256", "x" * 32)]
)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_another_algorithm_or_key_is_nothing(
    dealer_a: Dealer, algorithm: str, key: str | None
) -> None:
    claims = claims_of(dealer_a.tokens("owner")["accessToken"])

    assert status(dealer_a, sign(dealer_a, claims, algorithm, key)) == 401


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


HS256 = part(b'{"alg":"HS256","typ":"JWT"}')


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        ",",
        ", ,",
        "Bearer",
        "Bearer ",
        "Bearer , ,",
        "Bearer a.b",
        "Bearer a.b.c",
        "Bearer ..",
        "Bearer a.b.c.d",
        "Basic YTpi",
        "Bearer é.é.é",
        "Bearer \x80",
        f"Bearer {'a' * 100_000}",
        f"Bearer {'a' * 1999}.{'a' * 3999}.{'a' * 1999}",
        f"Bearer {HS256}.{part(b'[' * 2900)}.x",
        f"Bearer {part(b'[' * 1450)}.{part(b'{}')}.x",
        f"Bearer {part(b'[]')}.{part(b'[]')}.x",
        f"Bearer {HS256}.{part(b'null')}.x",
        f"Bearer {HS256}.{part(b'{}')}.",
        f"Bearer {HS256}.{part(bytes([255, 254]))}.x",
        f"Bearer {part(json.dumps({'alg': 'HS256', 'kid': 1}).encode())}.{part(b'{}')}.x",
        f"Bearer {part(json.dumps({'alg': 1}).encode())}.{part(b'{}')}.x",
        f"Bearer {HS256}.{part(b'9' * 2900)}.x",
        f"Bearer {part(b'9' * 1450)}.{part(b'{}')}.x",
    ],
)
def test_a_garbled_header_is_a_plain_401(dealer_a: Dealer, header: str) -> None:
    for method, path in (("GET", ME), ("POST", REFRESH)):
        response = Api(dealer_a.app, dealer_a.host).open(
            method, path, headers={"Authorization": header}
        )

        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.get_json()["error"]["code"] == "UNAUTHORIZED"


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer  "])
def test_the_scheme_may_be_in_any_case(dealer_a: Dealer, scheme: str) -> None:
    header = {"Authorization": f"{scheme} {dealer_a.owner.token}"}

    assert dealer_a.public.get(ME, headers=header).status_code == 200


def test_tokens_count_in_the_header_only(dealer_a: Dealer) -> None:
    token = dealer_a.owner.token
    client = Api(dealer_a.app, dealer_a.host)

    assert client.get(f"{ME}?jwt={token}&access_token={token}").status_code == 401
    assert client.get(ME, headers={"Cookie": f"access_token_cookie={token}"}).status_code == 401


def test_token_of_another_tenant_is_401(dealer_a: Dealer, dealer_b: Dealer) -> None:
    tokens = dealer_a.tokens("owner")

    assert status(dealer_b, tokens["accessToken"]) == 401
    assert status(dealer_b, tokens["refreshToken"], REFRESH) == 401
    assert status(dealer_a, tokens["refreshToken"], REFRESH) == 200


def test_token_with_a_session_of_another_tenant_is_401(dealer_a: Dealer, dealer_b: Dealer) -> None:
    ours, theirs = (
        claims_of(dealer.tokens("owner")["accessToken"]) for dealer in (dealer_a, dealer_b)
    )

    assert status(dealer_b, sign(dealer_b, {**ours, "tid": theirs["tid"]})) == 401
    assert status(dealer_b, sign(dealer_b, {**theirs, "sub": ours["sub"]})) == 401


def test_a_token_names_the_user_of_its_session(dealer_a: Dealer) -> None:
    claims = claims_of(dealer_a.tokens("sales")["accessToken"])

    assert (
        status(dealer_a, sign(dealer_a, {**claims, "sub": str(dealer_a.user_ids["owner"])})) == 401
    )


@pytest.mark.parametrize(
    "column", ["revoked_at = now()", "expires_at = now() - interval '1 second'"]
)
def test_a_dead_session_opens_nothing(dealer_a: Dealer, column: str) -> None:
    tokens = dealer_a.tokens("owner")
    with dealer_a.app.app_context(), tenant_scope(dealer_a.tenant.id):
        db.session.execute(text(f"UPDATE sessions SET {column}"))
        db.session.commit()

    assert status(dealer_a, tokens["accessToken"]) == 401
    assert status(dealer_a, tokens["refreshToken"], REFRESH) == 401
