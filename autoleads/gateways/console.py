"""The gateway of devices without a token: it logs, and nothing is sent."""

from __future__ import annotations

import logging
from uuid import uuid4

from autoleads.gateways.outbound import Accepted, OutboundMessage, SendResult

log = logging.getLogger(__name__)


class ConsoleGateway:
    """A gateway that accepts every message and logs neither its target nor its text."""

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Accept a message under a made-up id."""
        gateway_id = f"console-{uuid4().hex}"
        kind = "photo" if message.photo_url else "text"
        log.info("would send a %s of %d characters as %s", kind, len(message.text), gateway_id)
        return Accepted(gateway_id)
