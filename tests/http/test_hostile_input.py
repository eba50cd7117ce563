"""Whatever is sent, the response is one of ours: never a 500, never outside the envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.factories import Api, Dealer
from tests.support.two_tenants import BODIES, Endpoint, Owned, endpoints, make_owned

pytestmark = pytest.mark.slow

NAN = float("nan")
NASTY: list[Any] = [
    None,
    2**63,
    10**400,
    NAN,
    "a\u0000b",
    "\ud800",
    "e" + "\u0301" * 5000,
    "'%s %(x)s {0}; --",
    "9999-12-31T23:59:59Z",
    ["\u0000", 2**70],
    {"\u0000": "\ud800", "$ref": "#"},
]
"""For each field alone."""
ODD: list[Any] = [
    *(
        True,
        -1,
        1.5,
        1e308,
        float("-inf"),
        "",
        " \t\n",
        "\u0000",
        "\u202e\u200b\ufeff",
        "x" * 100_000,
        "١٢٣",
    ),
    *("0000-00-00", [], [[]], [None], {}, {"mon": {"open": "\u0000", "close": 1}}),
]
"""For all fields at once."""
QUERIES = [
    *(
        "",
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%FF%FE",
        "-1",
        "NaN",
        "9" * 400,
        "9" * 5000,
        "%D9%A1",
        "%25s'",
    ),
    *(
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "9999-12-31T23:59:59Z",
        quote("e" + "\u0301" * 500),
    ),
]
BODIES_AS_SENT: list[bytes] = [
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"1",
    b"{",
    b"{]",
    b'{"a":1,}',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b'{"name": NaN}',
    b'{"name": Infinity}',
    b'{"name": "\\ud800"}',
    b'{"name": "\xed\xa0\x80"}',
    b'{"name": "\x00"}',
    b'{"name": "a", "name": "b", "name": {}}',
    b'{"name": 1e999999}',
    b'{"name": ' + b"9" * 10_000 + b"}",
    b'{"name": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 1000 + b"1" + b"}" * 1000,
    b'{"' + b"k" * 100_000 + b'": 1}',
    b"{" + b",".join(b'"k%d": 1' % n for n in range(5000)) + b"}",
]


@pytest.fixture
def owned(app: Flask) -> Owned:
    return make_owned(app, "dealer-a", "markerofa", 1)


def send(
    end: Endpoint, client: Api, ids: dict[str, Any], body: bytes, **headers: str
) -> TestResponse:
    path = "/".join(
        str(ids[part[1:-1].split(":")[-1]]) if "<" in part else part for part in end.rule.split("/")
    )
    return client.open(
        end.verb, path, data=body, headers={"Content-Type": "application/json", **headers}
    )


def is_ours(response: TestResponse) -> bool:
    """Return whether a response is in our envelope and reveals nothing internal."""
    if response.status_code == 204:
        return not response.data
    body = response.get_json(silent=True)
    if response.status_code >= 500 or not isinstance(body, dict):
        return False
    if response.status_code < 400:
        return bool(body["success"]) and "data" in body
    insides = ("Traceback", "psycopg2", "sqlalchemy", "pydantic", "SELECT", "/autoleads/", "orjson")
    named = {"code", "message", "details"} == body["error"].keys() and bool(
        body["meta"]["requestId"]
    )
    return bool(named and not any(word in response.text for word in insides))


def writes(app: Flask) -> Iterator[Endpoint]:
    """Return the endpoints that take JSON, without logout, which would end the walk."""
    for end in endpoints(app, "/api"):
        if end.verb != "GET" and end.name != "admin.auth.logout":
            yield end


def fields(document: dict[str, Any], end: Endpoint) -> list[str]:
    """The names of the JSON body's fields, from our own description."""
    path = end.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
    content = document["paths"][path][end.verb.lower()].get("requestBody", {}).get("content", {})
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    return list(document["components"]["schemas"][name]["properties"]) if name else []


def test_no_value_of_any_field_of_any_body_breaks_anything(app: Flask, owned: Owned) -> None:
    client, document = owned.dealer.owner, owned.dealer.public.get("/api/openapi.json").get_json()
    broken, tried = [], 0
    for end in writes(app):
        if end.verb == "DELETE":
            continue
        names = fields(document, end)
        alone = [{**BODIES.get(end.name, {}), name: value} for name in names for value in NASTY]
        for body in [*alone, *(dict.fromkeys(names, value) for value in ODD)]:
            response = send(end, client, owned.ids, json.dumps(body).encode())
            tried += 1
            if not is_ours(response):
                broken.append((end.name, str(body)[:200], response.status_code))

    assert broken == []
    assert tried > 800


def test_no_body_breaks_any_write(app: Flask, owned: Owned) -> None:
    client = owned.dealer.owner
    broken = [
        (end.name, body[:40], response.status_code)
        for end in writes(app)
        if end.verb != "DELETE"
        for body in BODIES_AS_SENT
        if not is_ours(response := send(end, client, owned.ids, body))
    ]

    assert broken == []


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/xml",
        "application/json; charset=utf-16",
        "multipart/form-data",
        "é",
        "/",
    ],
)
def test_no_content_type_breaks_any_write(app: Flask, owned: Owned, content_type: str) -> None:
    statuses = set()
    for end in writes(app):
        response = send(
            end, owned.dealer.owner, owned.ids, b'{"name": "x"}', **{"Content-Type": content_type}
        )
        assert is_ours(response), end
        statuses.add(response.status_code)

    assert "json" in content_type or 415 in statuses


@pytest.mark.parametrize(
    "name", ["POST /api/leads", "POST /api/admin/cars", "PATCH /api/admin/tenant"]
)
def test_a_body_over_a_megabyte_is_too_large(dealer_a: Dealer, name: str) -> None:
    verb, _, path = name.partition(" ")
    response = dealer_a.owner.open(verb, path, json={"name": "x" * (1024 * 1024)})

    assert response.status_code == 413
    assert response.get_json()["error"]["code"] == "PAYLOAD_TOO_LARGE"


def test_no_value_of_any_query_parameter_breaks_anything(app: Flask, owned: Owned) -> None:
    client, document = owned.dealer.owner, owned.dealer.public.get("/api/openapi.json").get_json()
    broken, tried = [], 0
    for path, verbs in document["paths"].items():
        names = [
            p["name"] for p in verbs.get("get", {}).get("parameters", []) if p["in"] == "query"
        ]
        for name in names:
            for value in QUERIES:
                query = f"{name}={value}&{name}=x" if value == "" else f"{name}={value}"
                response = client.get(f"{path.format(**owned.ids)}?{query}")
                tried += 1
                if not is_ours(response):
                    broken.append((path, query[:60], response.status_code))

    assert broken == []
    assert tried > 500


@pytest.mark.parametrize(
    "value",
    ["0", str(2**63), "9" * 400, "%00", "-1", "1.0", "é", "..", "%2e%2e%2f", "a%00b", "%ED%A0%80"],
)
def test_no_id_or_slug_in_a_path_breaks_anything(app: Flask, owned: Owned, value: str) -> None:
    for end in endpoints(app, "/api"):
        if end.takes_ids():
            response = end.call(owned.dealer.owner, dict.fromkeys(owned.ids, value))
            assert response.status_code in (308, 404, 405), end
            assert response.status_code == 308 or is_ours(response), end


@pytest.mark.parametrize("body", BODIES_AS_SENT)
def test_no_body_breaks_the_gateways_hooks(owned: Owned, body: bytes) -> None:
    for path in ("/webhook/fonnte", "/webhook/fonnte/x", "/webhook/fonnte/x/status"):
        response = owned.dealer.public.post(
            path, data=body, headers={"Content-Type": "application/json"}
        )

        assert response.status_code in (401, 404), path
        assert is_ours(response), path
