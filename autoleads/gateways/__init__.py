"""WhatsApp providers behind one small interface: `base` says what all share, each provider has its own module."""

from __future__ import annotations

from autoleads.gateways.base import Gateway
from autoleads.gateways.console import ConsoleGateway
from autoleads.gateways.fonnte.client import FonnteGateway

_console: Gateway = ConsoleGateway()
_fonnte: Gateway = FonnteGateway("https://api.fonnte.com")


def configure_gateways(fonnte_url: str) -> None:
    """Say where Fonnte is."""
    global _fonnte
    _fonnte = FonnteGateway(fonnte_url)


def gateway_for(token: str | None) -> Gateway:
    """The provider of a device with that token, the console twin for one without."""
    return _fonnte if token else _console
