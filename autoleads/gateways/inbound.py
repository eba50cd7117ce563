"""The messages and events that a provider posts, in the words of no provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

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
"""The decoded body of a webhook: any JSON object."""


@dataclass(frozen=True)
class InboundMessage:
    """A message from one person to a device."""

    device_label: str | None
    """Canonical digits of the device that it came to; None when the payload does not say."""
    phone: str | None
    """The sender in E.164; None when only the privacy id is known."""
    lid: str | None
    """WhatsApp's privacy id, `…@lid`."""
    name: str | None
    """The profile name that the sender chose: untrusted."""
    kind: Kind
    text: str
    """The text or caption; the choices of a poll and the fields of a form are put in words."""
    media: dict[str, str | None] | None
    """`{url, filename, extension}`; the address is http or https."""
    location: dict[str, float] | None
    """`{lat, lng}` in degrees."""
    gateway_id: str | None
    """The gateway's id of the message, by which a reply quotes it."""
    sent_at: datetime | None
    """The gateway's time, UTC."""
    content_hash: str
    """sha256 in hex of sender, kind, text, media address and location, not of time and id."""
    context: str = ""
    """What the message refers to: the advertisement, the product or the message it quotes."""


@dataclass(frozen=True)
class PhoneReply:
    """A message that the dealer wrote to a customer on the phone itself."""

    to: InboundMessage
    """The message, with the customer in the place of the sender."""


IgnoredReason = Literal["empty", "unparseable", "group", "broadcast", "own_message"]


@dataclass(frozen=True)
class Ignored:
    """The reason why a payload is not the message of a person."""

    reason: IgnoredReason


@dataclass(frozen=True)
class StatusUpdate:
    """The new status of a message we sent; at least one of the two ids is known."""

    gateway_id: str | None
    state_id: str | None
    status: str
    """`accepted`, `sent`, `delivered`, `read`, `failed`, or another word of the provider."""
    device_label: str | None


@dataclass(frozen=True)
class ConnectionEvent:
    """The news that a device was linked to WhatsApp, or lost its link."""

    device_label: str | None
    connected: bool
    at: datetime | None
    """The gateway's time, UTC; it may be wrong in either direction."""
    reason: str | None
