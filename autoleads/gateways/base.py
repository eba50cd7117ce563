"""The interface of WhatsApp gateways, in the words of no provider."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from autoleads.gateways.inbound import (
    ConnectionEvent,
    Ignored,
    InboundMessage,
    Payload,
    PhoneReply,
    StatusUpdate,
)
from autoleads.gateways.outbound import OutboundMessage, Reason, Refused, SendResult


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

    def fetch_file(self, url: str) -> bytes | Refused:
        """Return the file of an incoming message; a temporary refusal may be tried again."""
        ...

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
