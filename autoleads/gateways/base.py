"""The interface of WhatsApp gateways, in the words of no provider."""

from __future__ import annotations

from collections.abc import Collection
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


@dataclass(frozen=True)
class DeviceProfile:
    """The state of a device as the gateway knows it."""

    connected: bool
    quota: int | None
    """Messages left; None when unknown or unlimited."""
    package: str | None
    expires: str | None
    """The provider's own text, a date or a time."""
    name: str | None


@dataclass(frozen=True)
class WebhookUrls:
    """The addresses that a provider posts to; each contains the secret of one device."""

    message: str
    status: str
    connection: str


@dataclass(frozen=True)
class SetupProgress:
    """The state of a device's setup, from which a provider finds the steps that are left."""

    problem: str | None
    """`token_missing`, `token_unreadable`, or the reason of the last `GatewayError`."""
    disconnected: bool
    quota: int | None
    seen: bool
    """The provider has posted at least one message."""
    saw_message_id: bool
    """The last messages had an id."""
    saw_secret: bool
    """The last messages had the secret in their body."""


class GatewayError(Exception):
    """A call about a device failed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Gateway(Protocol):
    """A way out for messages; `token` is that of the sending device."""

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Send one message. Never raises for what the gateway or the network does."""
        ...


class Provider(Gateway, Protocol):
    """A WhatsApp provider: it sends, is asked about devices, and posts webhooks.

    The parsers take whatever was posted and never raise.
    """

    name: str
    """Part of the webhook addresses: `/webhook/{name}/{secret}`."""

    def profile(self, token: str) -> DeviceProfile:
        """Return the state of a device.

        Raises:
            GatewayError: the provider refused, or did not respond.
        """
        ...

    def set_webhooks(self, token: str, *, label: str, name: str, urls: WebhookUrls) -> None:
        """Have the provider post messages, statuses and connection events to these addresses.

        Raises:
            GatewayError: the provider refused, or did not respond.
        """
        ...

    def setup_steps(self, progress: SetupProgress, language: str) -> list[str]:
        """Return what a dealer still has to do, as sentences in `id` or `en`."""
        ...

    def parse_body(self, raw: bytes) -> Payload | None:
        """Return the fields of a body, `{}` for an empty one, None for a malformed one."""
        ...

    def find_secret(self, payload: Payload) -> str | None:
        """Return the secret that a payload carries in its fields."""
        ...

    def parse_message(
        self, payload: Payload, own_numbers: Collection[str]
    ) -> InboundMessage | PhoneReply | Ignored:
        """Return the message of a person, or one that was written to a person on the phone.

        `own_numbers` are the numbers of the device itself.
        """
        ...

    def parse_status(self, payload: Payload) -> StatusUpdate | None:
        """Return the new status of a message, None if the payload has none."""
        ...

    def parse_connection(self, payload: Payload) -> ConnectionEvent | None:
        """Return the connection event of a payload, None if it has none."""
        ...
