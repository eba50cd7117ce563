"""Bodies of Fonnte's hooks, which are JSON, forms or multipart, whatever their Content-Type says."""

from __future__ import annotations

import json
import math
import re
from typing import Any
from urllib.parse import parse_qsl

from autoleads.gateways.base import Payload
from autoleads.gateways.fonnte.fields import first

MAX_FIELDS = 200
MAX_DEPTH = 8
"""Fonnte nests three levels at most; what lies deeper is dropped."""

_SECRET_FIELDS = ("secret", "secret_key", "secretkey", "secretKey", "webhook_secret", "token")
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_PART_NAME = re.compile(rb'[;\s]name="?([^";\r\n]*)', re.IGNORECASE)


def parse_body(raw: bytes) -> Payload | None:
    """The fields of a body; `{}` for an empty one, None for what is no set of fields.

    What comes back is safe to hand on: no NaN, NUL or lone surrogate, at most `MAX_DEPTH` deep. A JSON object inside
    `data` or `payload` is laid over the outer fields, unless it holds the answers of a form.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf").strip()
    if not raw:
        return {}
    if raw.startswith((b"{", b"[", b'"')):
        fields = _object(raw.decode("utf-8", "replace"))
    elif raw.startswith(b"--"):
        fields = _multipart(raw)
    else:
        fields = _form(raw.decode("utf-8", "replace"))
    if fields is None:
        return None
    if not fields.get("submission"):
        fields = _unnested(fields)
    safe: Payload = _safe(fields)
    return safe


def body_secret(payload: Payload) -> str | None:
    """The dashboard's "webhook secret key" as it travels in the body; the name of its field is not published."""
    return first(payload, *_SECRET_FIELDS)


def parse_json(text: str) -> Any:
    """Any JSON value, without NaN and infinity; integers past 64 bits stay text. Raises ValueError."""
    try:
        return json.loads(
            text, parse_int=_integer, parse_float=_finite, parse_constant=lambda _: None
        )
    except RecursionError:
        raise ValueError("nested too deep") from None


def _object(text: str) -> Payload | None:
    try:
        value = parse_json(text)
        if isinstance(value, str):
            value = parse_json(value)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _unnested(fields: Payload) -> Payload:
    for name in ("data", "payload"):
        inner = fields.get(name)
        nested = _object(inner) if isinstance(inner, str) else inner
        if isinstance(nested, dict):
            fields = {**fields, **nested}
    return fields


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def _finite(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _form(text: str) -> Payload | None:
    if "=" not in text:
        return None
    try:
        return _fields(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        return None


def _multipart(raw: bytes) -> Payload | None:
    boundary = raw.split(b"\n", 1)[0].strip()
    pairs = []
    for part in raw.split(boundary, MAX_FIELDS)[1:]:
        head, *rest = _END_OF_HEAD.split(part, maxsplit=1)
        name = _PART_NAME.search(head)
        if name and rest:
            value = rest[0].removesuffix(b"\n").removesuffix(b"\r")
            pairs.append((name[1].decode("utf-8", "replace"), value.decode("utf-8", "replace")))
    return _fields(pairs) if pairs else None


def _fields(pairs: list[tuple[str, str]]) -> Payload:
    """Repeated `choices[]` make a list; of other repeats the last counts, as in JSON."""
    fields: Payload = {}
    for name, value in pairs:
        if name.endswith("[]"):
            fields.setdefault(name, []).append(value)
        else:
            fields[name] = value
    return {name.removesuffix("[]"): value for name, value in fields.items()}


def _safe(value: Any, depth: int = 0) -> Any:
    match value:
        case str():
            return _UNSAFE.sub("", value)
        case dict() | list() if depth >= MAX_DEPTH:
            return None
        case dict():
            return {_UNSAFE.sub("", key): _safe(item, depth + 1) for key, item in value.items()}
        case list():
            return [_safe(item, depth + 1) for item in value]
    return value
