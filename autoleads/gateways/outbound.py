"""The messages that a gateway sends, and the results of sending them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True)
class OutboundMessage:
    """A message to one person."""

    target: str
    """E.164, or a privacy id `…@lid`."""
    text: str
    photo_url: str | None = None
    """A public address; the text is the caption of the photo."""
    quote_id: str | None = None
    """The `gateway_id` of the message that this one quotes."""


class Failure(StrEnum):
    """The way to go on with a message that was not accepted."""

    DEVICE = "device"
    """Pause the device; the message stays queued."""
    MESSAGE = "message"
    """Fail this message; it will never be accepted."""
    MEDIA = "media"
    """Send again without the photo."""
    TEMPORARY = "temporary"
    """It never left: try again later."""
    UNKNOWN = "unknown"
    """It may have been sent: never send it again without being asked to."""


Reason = Literal[
    "token_invalid",
    "disconnected",
    "quota_exhausted",
    "target_invalid",
    "request_invalid",
    "media_refused",
    "unreachable",
    "no_answer",
    "unclear_answer",
]


@dataclass(frozen=True)
class Accepted:
    """The gateway queued the message; each later status comes as a `StatusUpdate`."""

    gateway_id: str | None


@dataclass(frozen=True)
class Refused:
    """The message was not accepted, or it is unknown whether it was."""

    failure: Failure
    reason: Reason


SendResult = Accepted | Refused
