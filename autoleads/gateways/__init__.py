"""WhatsApp providers behind one small interface: `base` says what all share, each provider has its own module."""

from __future__ import annotations

from autoleads.gateways.base import Gateway
from autoleads.gateways.console import ConsoleGateway
from autoleads.gateways.fonnte.client import FonnteGateway

MANAGEMENT_SECONDS = 5
"""Somebody waits for the answer, and nothing is in doubt when there is none."""


class Gateways:
    """The providers, as configured."""

    def __init__(self, fonnte_url: str) -> None:
        self._console = ConsoleGateway()
        self._sending = FonnteGateway(fonnte_url)
        self._managing = FonnteGateway(fonnte_url, read_timeout=MANAGEMENT_SECONDS)

    def sender(self, token: str | None) -> Gateway:
        """For messages of a device with that token; the console twin for one without."""
        return self._sending if token else self._console

    def manager(self) -> Gateway:
        """For questions about a device, and for its settings."""
        return self._managing
