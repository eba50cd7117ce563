"""Fonnte's sample payloads, and messages made of a few fields."""

import json
from pathlib import Path
from typing import Any

from autoleads.gateways.fonnte.body import parse_body
from autoleads.gateways.fonnte.inbound import parse_message
from autoleads.gateways.inbound import Ignored, InboundMessage, PhoneReply

SAMPLES = json.loads(Path(__file__).with_name("fonnte_samples.json").read_text())["messages"]
LABEL = "6281100000001"
REAL_NUMBER = "+6281355550000"


def raw(sample: dict[str, Any]) -> bytes:
    body = sample["body"]
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def sample(name: str) -> dict[str, Any]:
    payload = parse_body(next(raw(s) for s in SAMPLES if s["name"] == name))
    assert payload is not None
    return payload


def parse(payload: dict[str, Any]) -> InboundMessage | PhoneReply | Ignored:
    return parse_message(payload, own_numbers=[LABEL, REAL_NUMBER])


def message(**fields: Any) -> InboundMessage:
    parsed = parse({"device": LABEL, "sender": "6281290001111", **fields})
    assert isinstance(parsed, InboundMessage)
    return parsed
