import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoleads.gateways.fonnte.body import find_secret, parse_body

FIELDS = {
    "device": "6281100000001",
    "sender": "6281290001111",
    "message": "Halo & #A01 👋\nkedua=2",
}


def multipart(fields: dict[str, str], end: str = "\r\n") -> bytes:
    parts = (
        f'--bOuNd{end}Content-Disposition: form-data; name="{k}"{end}{end}{v}{end}'
        for k, v in fields.items()
    )
    return ("".join(parts) + f"--bOuNd--{end}").encode()


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(FIELDS),
        json.dumps(FIELDS, ensure_ascii=False),
        "\ufeff\n " + json.dumps(FIELDS),
        json.dumps(json.dumps(FIELDS)),
        json.dumps({"data": json.dumps(FIELDS)}),
        json.dumps({"payload": json.dumps(FIELDS)}),
        json.dumps({"payload": FIELDS}),
        "device=6281100000001&sender=6281290001111&message=Halo+%26+%23A01+%F0%9F%91%8B%0Akedua%3D2",
        multipart(FIELDS).decode(),
        multipart(FIELDS, end="\n").decode(),
    ],
    ids=[
        "json",
        "utf-8",
        "bom",
        "twice",
        "data",
        "payload",
        "object",
        "form",
        "multipart",
        "multipart-lf",
    ],
)
def test_the_same_fields_come_out_of_every_encoding(raw: str) -> None:
    payload = parse_body(raw.encode())
    assert payload is not None
    assert {name: payload[name] for name in FIELDS} == FIELDS


def test_json_inside_a_form_field_is_read_with_the_secret_beside_it() -> None:
    payload = parse_body(multipart({"secret": "s3cret", "data": json.dumps(FIELDS)}))
    assert payload is not None
    assert (payload["sender"], find_secret(payload)) == (FIELDS["sender"], "s3cret")


@pytest.mark.parametrize("raw", [b"", b"  \r\n ", b"{}"])
def test_an_empty_post_is_empty_and_not_malformed(raw: bytes) -> None:
    assert parse_body(raw) == {}


@pytest.mark.parametrize(
    "raw",
    [
        b"null",
        b"12",
        b'"text"',
        b"[]",
        b'[{"sender": "6281290001111"}]',
        b'{"sender": ',
        b"halo",
        b"\x00\xff\xfe",
        b"--x",
        b"--x\r\nno disposition\r\n\r\nv\r\n--x--",
        b"[" * 100_000,
        b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
        b"&".join(b"a=1" for _ in range(10_000)),
    ],
)
def test_body_that_is_not_a_mapping_is_none(raw: bytes) -> None:
    assert parse_body(raw) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"x": NaN}', None),
        (b'{"x": -Infinity}', None),
        (b'{"x": 1e999}', None),
        (b'{"x": "a\\u0000b\\ud800c"}', "abc"),
        (b'{"x": 1, "x": 2}', 2),
        (b'{"x": 123456789012345678901234567890}', "123456789012345678901234567890"),
        (b'{"x": ' + b"9" * 10_000 + b"}", "9" * 10_000),
        (b'{"x": "\xff"}', "\u00ff"),
        (b'{"x": "Caf\xe9 \xc3\xa9"}', "Caf\u00e9 \u00e9"),
        (b"x=%00a%FF", "a\u00ff"),
        (b"x=1&x=2", "2"),
        (b"x[]=1&x[]=2", ["1", "2"]),
        (b'{"x": {"x": "\\u0000"}}', {"x": ""}),
    ],
)
def test_hostile_values_are_made_safe(raw: bytes, value: Any) -> None:
    assert parse_body(raw) == {"x": value}


def test_fields_nested_too_deep_are_dropped() -> None:
    payload = parse_body(b'{"sender": "1", "x": ' + b"[" * 50 + b"]" * 50 + b"}")
    assert payload is not None
    assert payload["sender"] == "1"
    assert str(payload["x"]).count("[") == 7


@pytest.mark.parametrize(
    "name", ["secret", "secret_key", "secretkey", "secretKey", "webhook_secret", "token"]
)
def test_the_secret_is_found_under_every_name(name: str) -> None:
    payload = parse_body(json.dumps({"sender": "1", name: " kunci "}).encode())
    assert payload is not None
    assert find_secret(payload) == "kunci"


@pytest.mark.parametrize("payload", [{}, {"secret": ""}, {"secret": None}, {"secret": ["x"]}])
def test_a_body_without_a_secret_has_none(payload: dict[str, Any]) -> None:
    assert find_secret(payload) is None


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode) | st.binary().map(lambda tail: b"--x\r\n" + tail))
def test_no_bytes_raise(raw: bytes) -> None:
    assert parse_body(raw) is None or json.dumps(parse_body(raw), allow_nan=False).encode()
