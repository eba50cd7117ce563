"""Fonnte's responses to our calls.

Failures come as HTTP 200 with `status: false` and a `reason`; keys may be capitalised, booleans
may be strings, an id may be a scalar or a list.
"""

from __future__ import annotations

import re

from autoleads.gateways.base import DeviceProfile
from autoleads.gateways.fonnte.body import parse_json
from autoleads.gateways.fonnte.fields import flag, identifier, line
from autoleads.gateways.inbound import Payload
from autoleads.gateways.outbound import Accepted, Failure, Refused, SendResult

_UNCLEAR = Refused(Failure.UNKNOWN, "unclear_answer")
_REFUSALS: tuple[tuple[str, Refused], ...] = (
    ("token invalid", Refused(Failure.DEVICE, "token_invalid")),
    ("invalid token", Refused(Failure.DEVICE, "token_invalid")),
    ("unknown user", Refused(Failure.DEVICE, "token_invalid")),
    ("request invalid on disconnected device", Refused(Failure.DEVICE, "disconnected")),
    ("insufficient quota", Refused(Failure.DEVICE, "quota_exhausted")),
    ("target invalid", Refused(Failure.MESSAGE, "target_invalid")),
    ("url invalid", Refused(Failure.MEDIA, "media_refused")),
    ("file format not supported", Refused(Failure.MEDIA, "media_refused")),
    ("file size", Refused(Failure.MEDIA, "media_refused")),
    ("input invalid", Refused(Failure.MESSAGE, "request_invalid")),
    ("json format invalid", Refused(Failure.MESSAGE, "request_invalid")),
)
"""The beginnings of the published reasons."""
_QUOTA = re.compile(r"[0-9]{1,9}")


def parse_response(status: int, body: bytes) -> Payload | Refused:
    """Return the fields of a response, keys in lower case.

    Redirects, server errors and bodies that are not an object are refused as unclear.
    """
    if 300 <= status < 400 or status >= 500:
        return _UNCLEAR
    try:
        fields = parse_json(body.decode("utf-8", "replace"))
    except ValueError:
        return _UNCLEAR
    if not isinstance(fields, dict):
        return _UNCLEAR
    return {key.lower(): value for key, value in fields.items()}


def succeeded(response: Payload) -> bool:
    """Return whether Fonnte says that it did what it was asked."""
    return flag(response.get("status"))


def refusal(response: Payload) -> Refused:
    """Return the class of the reason; unclear if it is none of the published ones."""
    given = (line(response.get("reason")) or "").lower()
    for beginning, refused in _REFUSALS:
        if given.startswith(beginning):
            return refused
    return _UNCLEAR


def send_result(response: Payload) -> SendResult:
    """Return the result of a `/send` call."""
    if succeeded(response):
        return Accepted(identifier(response.get("id")))
    return refusal(response)


def device_profile(response: Payload) -> DeviceProfile:
    """Return the device that a `/device` call describes."""
    state = (line(response.get("device_status")) or "").lower()
    quota = line(response.get("quota")) or ""
    return DeviceProfile(
        connected=state in ("connect", "connected"),
        quota=int(quota) if _QUOTA.fullmatch(quota) else None,
        package=line(response.get("package")),
        expires=line(response.get("expired")),
        name=line(response.get("name")),
    )
