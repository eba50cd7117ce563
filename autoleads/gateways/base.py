"""What every WhatsApp gateway gives and takes, in no provider's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

Kind = Literal[
    "text",
    "image",
    "video",
    "audio",
    "document",
    "location",
    "poll",
    "button",
    "form",
    "unsupported",
]

Payload = dict[str, Any]
"""A provider's decoded body: any JSON object."""


@dataclass(frozen=True)
class InboundMessage:
    """A message of one person to a dealer."""

    device_label: str | None
    """Canonical digits of the device it came to; None when the payload names none."""
    phone: str | None
    """The sender in E.164; None when only the privacy id is known."""
    lid: str | None
    """WhatsApp's privacy id, `…@lid`."""
    name: str | None
    """The sender's own profile name: untrusted."""
    kind: Kind
    text: str
    """Text or caption; the choices of a poll and the answers of a form are folded into it."""
    media: dict[str, str | None] | None
    """`{url, filename, extension}`; the address is http or https."""
    location: dict[str, float] | None
    """`{lat, lng}` in degrees."""
    gateway_id: str | None
    """Quoted when the message is answered."""
    sent_at: datetime | None
    """The gateway's time, UTC."""
    content_hash: str
    """sha256 in hex of sender, kind, text, media address and location: equal for repeats, whatever their time and id."""


IgnoredReason = Literal["empty", "unparseable", "group", "broadcast", "own_message"]


@dataclass(frozen=True)
class Ignored:
    """A payload that is no message of a person."""

    reason: IgnoredReason


@dataclass(frozen=True)
class StatusUpdate:
    """What became of a message we sent; at least one of the two ids is known."""

    gateway_id: str | None
    state_id: str | None
    status: str
    """`accepted`, `sent`, `delivered`, `read` or `failed`; else the provider's own word in lower case."""
    device_label: str | None


@dataclass(frozen=True)
class ConnectionEvent:
    """A device was linked to WhatsApp, or lost its link."""

    device_label: str | None
    connected: bool
    at: datetime | None
    """The gateway's time, UTC."""
    reason: str | None


@dataclass(frozen=True)
class OutboundMessage:
    """One message to one person."""

    target: str
    """E.164, or a privacy id `…@lid`."""
    text: str
    photo_url: str | None = None
    """A public address; the text is its caption."""
    quote_id: str | None = None
    """The `gateway_id` of the message this one answers."""


class Failure(StrEnum):
    """What the sender has to do about a message that was not accepted."""

    DEVICE = "device"
    """Pause the device; the message stays queued."""
    MESSAGE = "message"
    """Fail this message; it will never be accepted."""
    MEDIA = "media"
    """Send again without the photo."""
    TEMPORARY = "temporary"
    """It never left: try again later."""
    UNKNOWN = "unknown"
    """It may have been sent: never send it again unasked."""


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
    """The gateway queued the message; whether it was sent comes later, as a `StatusUpdate`."""

    gateway_id: str | None


@dataclass(frozen=True)
class Refused:
    """The message was not accepted, or nobody knows."""

    failure: Failure
    reason: Reason


SendResult = Accepted | Refused


@dataclass(frozen=True)
class DeviceProfile:
    """What the gateway knows about a device."""

    connected: bool
    quota: int | None
    """Messages left; None when unknown or unlimited."""
    package: str | None
    expires: str | None
    """The provider's own text, a date or a time."""
    name: str | None


class GatewayError(Exception):
    """A question about a device was not answered as hoped."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Gateway(Protocol):
    """A provider; `token` is the one of the device that acts."""

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Hand over one message. Never raises for what the gateway or the network does."""
        ...

    def profile(self, token: str) -> DeviceProfile:
        """How the device is. Raises GatewayError."""
        ...

    def set_webhooks(
        self, token: str, *, label: str, name: str, message: str, status: str, connection: str
    ) -> None:
        """Let the gateway report messages, status and connection to these addresses. Raises GatewayError."""
        ...
