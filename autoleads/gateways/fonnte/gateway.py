"""Fonnte as a provider: calls to its API, and the readers of its webhooks."""

from __future__ import annotations

import logging
from collections.abc import Collection
from time import monotonic

from autoleads.gateways.base import DeviceProfile, GatewayError, SetupProgress, WebhookUrls
from autoleads.gateways.fonnte import body, events, inbound, media, responses, setup
from autoleads.gateways.fonnte.client import FonnteClient
from autoleads.gateways.fonnte.outbound import check_message, send_fields
from autoleads.gateways.inbound import (
    ConnectionEvent,
    Ignored,
    InboundMessage,
    Payload,
    PhoneReply,
    StatusUpdate,
)
from autoleads.gateways.outbound import Accepted, Failure, OutboundMessage, Refused, SendResult

log = logging.getLogger(__name__)


class FonnteGateway:
    """Fonnte at `base_url`; the time-outs are in seconds. Safe to share between threads.

    Calls about a device time out sooner than `send`: somebody waits for them, and nothing is in
    doubt when they fail. Raises ValueError for a malformed URL.
    """

    name = "fonnte"

    def __init__(
        self,
        base_url: str,
        *,
        connect_timeout: float = 3,
        send_timeout: float = 15,
        device_timeout: float = 5,
    ) -> None:
        self._base_url = base_url
        self._client = FonnteClient(base_url, connect_timeout)
        self._send_timeout = send_timeout
        self._device_timeout = device_timeout

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Send one message; one that Fonnte would misread is refused without a call."""
        started = monotonic()
        result = check_message(message) or self._send(token, message)
        seconds = monotonic() - started
        if isinstance(result, Accepted):
            log.info("message accepted in %.3f s", seconds)
        else:
            log.warning("message refused in %.3f s: %s, %s", seconds, result.failure, result.reason)
        return result

    def fetch_file(self, url: str) -> bytes | Refused:
        """Return the file of an incoming message."""
        return media.fetch(url, self._base_url)

    def profile(self, token: str) -> DeviceProfile:
        """Return the state of a device. Raises GatewayError."""
        return responses.device_profile(self._ask("/device", token, {}))

    def set_webhooks(self, token: str, *, label: str, name: str, urls: WebhookUrls) -> None:
        """Set the webhook addresses of a device. Raises GatewayError."""
        fields = {
            "device": label,
            "name": name,
            "webhook": urls.message,
            "webhookstatus": urls.status,
            "webhookconnect": urls.connection,
            "autoread": "true",  # without it nothing is posted
            "personal": "true",
            "group": "false",
            "quick": "false",
        }
        self._ask("/update-device", token, fields)

    def setup_steps(self, progress: SetupProgress, language: str) -> list[str]:
        """Return what a dealer still has to do, mostly in Fonnte's dashboard."""
        return setup.steps(progress, language)

    def parse_body(self, raw: bytes) -> Payload | None:
        """Return the fields of a JSON, form or multipart body."""
        return body.parse_body(raw)

    def find_secret(self, payload: Payload) -> str | None:
        """Return the "webhook secret key" of Fonnte's dashboard."""
        return body.find_secret(payload)

    def parse_message(
        self, payload: Payload, own_numbers: Collection[str]
    ) -> InboundMessage | PhoneReply | Ignored:
        """Return the message of a person."""
        return inbound.parse_message(payload, own_numbers=own_numbers)

    def parse_status(self, payload: Payload) -> StatusUpdate | None:
        """Return the new status of a message."""
        return events.parse_status(payload)

    def parse_connection(self, payload: Payload) -> ConnectionEvent | None:
        """Return the connection event."""
        return events.parse_connection(payload)

    def _send(self, token: str, message: OutboundMessage) -> SendResult:
        fields = send_fields(message)
        response = self._client.post("/send", token, fields, timeout=self._send_timeout)
        if isinstance(response, Refused):
            return response
        result = responses.send_result(response)
        has_photo = message.photo_url is not None
        if isinstance(result, Refused) and result.failure is Failure.MEDIA and not has_photo:
            return Refused(Failure.MESSAGE, "request_invalid")
        return result

    def _ask(self, path: str, token: str, fields: dict[str, str]) -> Payload:
        response = self._client.post(path, token, fields, timeout=self._device_timeout)
        if isinstance(response, Refused):
            raise GatewayError(response.reason)
        if not responses.succeeded(response):
            raise GatewayError(responses.refusal(response).reason)
        return response
