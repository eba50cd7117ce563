"""Fonnte's answers to our calls: failures come as HTTP 200 with a reason, in keys and types of any spelling."""

from __future__ import annotations

import re

from autoleads.gateways.base import (
    Accepted,
    DeviceProfile,
    Failure,
    Payload,
    Reason,
    Refused,
    SendResult,
)
from autoleads.gateways.fonnte.body import parse_json
from autoleads.gateways.fonnte.fields import flag, identifier, line

_REFUSALS: tuple[tuple[str, Failure, Reason], ...] = (
    ("token invalid", Failure.DEVICE, "token_invalid"),
    ("invalid token", Failure.DEVICE, "token_invalid"),
    ("unknown user", Failure.DEVICE, "token_invalid"),
    ("request invalid on disconnected device", Failure.DEVICE, "disconnected"),
    ("insufficient quota", Failure.DEVICE, "quota_exhausted"),
    ("target invalid", Failure.MESSAGE, "target_invalid"),
    ("url invalid", Failure.MEDIA, "media_refused"),
    ("file format not supported", Failure.MEDIA, "media_refused"),
    ("file size", Failure.MEDIA, "media_refused"),
    ("input invalid", Failure.MESSAGE, "request_invalid"),
    ("json format invalid", Failure.MESSAGE, "request_invalid"),
)


def parse_response(status: int, body: bytes) -> Payload | Refused:
    """The fields of an answer, keys in lower case; refused as unclear for redirects, server errors and no object."""
    if 300 <= status < 400 or status >= 500:
        return Refused(Failure.UNKNOWN, "unclear_answer")
    try:
        answer = parse_json(body.decode("utf-8", "replace"))
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return Refused(Failure.UNKNOWN, "unclear_answer")
    return {key.lower(): value for key, value in answer.items()}


def succeeded(answer: Payload) -> bool:
    """Whether the gateway says it did what it was asked."""
    return flag(answer.get("status"))


def refusal(answer: Payload) -> Refused:
    """The class of the answer's reason; unknown when it is none of the published ones."""
    given = (line(answer.get("reason")) or "").lower()
    for prefix, failure, reason in _REFUSALS:
        if given.startswith(prefix):
            return Refused(failure, reason)
    return Refused(Failure.UNKNOWN, "unclear_answer")


def send_result(answer: Payload) -> SendResult:
    """Accepted, or why not."""
    return Accepted(identifier(answer.get("id"))) if succeeded(answer) else refusal(answer)


def device_profile(answer: Payload) -> DeviceProfile:
    """The profile as `POST /device` tells it."""
    quota = line(answer.get("quota")) or ""
    return DeviceProfile(
        connected=(line(answer.get("device_status")) or "").lower() in ("connect", "connected"),
        quota=int(quota) if re.fullmatch(r"[0-9]{1,9}", quota) else None,
        package=line(answer.get("package")),
        expires=line(answer.get("expired")),
        name=line(answer.get("name")),
    )
