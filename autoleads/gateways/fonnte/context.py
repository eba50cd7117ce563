"""The things a message refers to: an advertisement, a product or a quoted message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autoleads.gateways.fonnte.fields import scalar
from autoleads.gateways.inbound import Payload

MAX_LENGTH = 1_000
_NAMES = (
    "referral",
    "ad",
    "ads",
    "adreply",
    "externaladreply",
    "quoted",
    "quotedmessage",
    "quotedtext",
    "reply",
    "context",
    "product",
    "products",
    "catalog",
    "order",
)


def read_context(payload: Payload) -> str:
    """Return the texts of the fields that say what a message refers to, a line each."""
    texts: list[str] = []
    for name in _NAMES:
        texts.extend(_texts(payload.get(name)))
    return "\n".join(texts)[:MAX_LENGTH]


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts within a value; the body was read to a bounded depth."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        text = scalar(value).strip()
        if text:
            yield text
