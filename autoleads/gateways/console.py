"""The twin for devices without a token: everything succeeds and nothing leaves the house."""

from __future__ import annotations

import logging
from uuid import uuid4

from autoleads.gateways.base import Accepted, DeviceProfile, OutboundMessage, SendResult

log = logging.getLogger(__name__)


class ConsoleGateway:
    """A gateway that only logs, neither whom it would write to nor what."""

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Always accepted, with a made-up id."""
        gateway_id = f"console-{uuid4().hex}"
        what = "photo" if message.photo_url else "text"
        log.info("would send a %s of %d characters as %s", what, len(message.text), gateway_id)
        return Accepted(gateway_id)

    def profile(self, token: str) -> DeviceProfile:
        """A device that is always connected."""
        return DeviceProfile(connected=True, quota=None, package="console", expires=None, name=None)

    def set_webhooks(
        self, token: str, *, label: str, name: str, message: str, status: str, connection: str
    ) -> None:
        """Nothing to set."""
        log.info("would set the webhooks of a device")
