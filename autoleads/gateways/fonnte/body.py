"""Bodies of Fonnte's webhooks: JSON, form or multipart, whatever their Content-Type says."""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Any
from urllib.parse import parse_qsl

from autoleads.gateways.fonnte.fields import first
from autoleads.gateways.inbound import Payload

MAX_FIELDS = 200
MAX_DEPTH = 8
"""Fonnte nests three levels at most; deeper values are dropped."""

_SECRET_FIELDS = ("secret", "secret_key", "secretkey", "webhook_secret", "token")
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_PART_NAME = re.compile(rb'[;\s]name="?([^";\r\n]*)', re.IGNORECASE)


def parse_body(raw: bytes) -> Payload | None:
    """Return the fields of a body, `{}` for an empty one, None for one without fields.

    The result has no NaN, NUL or lone surrogate, and is at most `MAX_DEPTH` deep. The fields of a
    JSON object in `data` or `payload` are merged into the outer ones, unless the body
    is a form that somebody filled in. Names of fields are in lower case.
    """
    raw = raw.removeprefix(_BYTE_ORDER_MARK).strip()
    if not raw:
        return {}
    fields = _parse_fields(raw)
    if fields is None:
        return None
    fields = _lower_names(fields)
    if not fields.get("submission"):
        fields = _merge_nested(fields)
    safe: Payload = _make_safe(fields)
    return safe


def find_secret(payload: Payload) -> str | None:
    """Return the "webhook secret key" of the dashboard; the name of its field is not published."""
    return first(payload, *_SECRET_FIELDS)


def parse_json(text: str) -> Any:
    """Return a JSON value, null for NaN and infinity, text for integers beyond 64 bits.

    Raises:
        ValueError: the text is not JSON.
    """
    try:
        return json.loads(
            text, parse_int=_parse_integer, parse_float=_parse_float, parse_constant=_ignore
        )
    except RecursionError:
        raise ValueError("nested too deep") from None


def _parse_fields(raw: bytes) -> Payload | None:
    if raw.startswith((b"{", b"[", b'"')):
        return _parse_object(_decode(raw))
    if raw.startswith(b"--"):
        return _parse_multipart(raw)
    return _parse_form(_decode(raw))


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", LATIN_1)


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are not UTF-8 as the Latin-1 that they must be."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


LATIN_1 = "autoleads.latin_1"
codecs.register_error(LATIN_1, _as_latin_1)


def _parse_object(text: str) -> Payload | None:
    """Return a JSON object, which may have been encoded twice."""
    try:
        value = parse_json(text)
        if isinstance(value, str):
            value = parse_json(value)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _merge_nested(fields: Payload) -> Payload:
    for name in ("data", "payload"):
        nested = fields.get(name)
        if isinstance(nested, str):
            nested = _parse_object(nested)
        if isinstance(nested, dict):
            fields = fields | _lower_names(nested)
    return fields


def _lower_names(fields: Payload) -> Payload:
    """Return the fields by their names in lower case; one that is written so wins."""
    lowered = {name.lower(): value for name, value in fields.items()}
    written_so = {name: value for name, value in fields.items() if name == name.lower()}
    return lowered | written_so


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def _parse_float(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _ignore(_: str) -> None:
    return None


def _parse_form(text: str) -> Payload | None:
    if "=" not in text:
        return None
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors=LATIN_1)
    except ValueError:
        return None
    return _collect(pairs)


def _parse_multipart(raw: bytes) -> Payload | None:
    boundary = raw.split(b"\n", 1)[0].strip()
    pairs = []
    for part in raw.split(boundary, MAX_FIELDS)[1:]:
        head_and_value = _END_OF_HEAD.split(part, maxsplit=1)
        name = _PART_NAME.search(head_and_value[0])
        if name is None or len(head_and_value) == 1:
            continue
        value = head_and_value[1].removesuffix(b"\n").removesuffix(b"\r")
        pairs.append((_decode(name[1]), _decode(value)))
    return _collect(pairs) if pairs else None


def _collect(pairs: list[tuple[str, str]]) -> Payload:
    """Return the pairs as fields: `choices[]` makes a list, of other repeats the last counts."""
    fields: Payload = {}
    for name, value in pairs:
        if name.endswith("[]"):
            fields.setdefault(name, []).append(value)
        else:
            fields[name] = value
    return {name.removesuffix("[]"): value for name, value in fields.items()}


def _make_safe(value: Any, depth: int = 0) -> Any:
    match value:
        case str():
            return _UNSAFE.sub("", value)
        case dict() | list() if depth >= MAX_DEPTH:
            return None
        case dict():
            return {
                _UNSAFE.sub("", key): _make_safe(item, depth + 1) for key, item in value.items()
            }
        case list():
            return [_make_safe(item, depth + 1) for item in value]
    return value
