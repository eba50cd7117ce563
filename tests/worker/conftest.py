from collections.abc import Callable

import pytest
from flask import Flask

from autoleads.dev.fake_fonnte.server import FakeFonnte
from autoleads.extensions import installed
from autoleads.gateways import Gateways
from autoleads.gateways.fonnte.client import FonnteGateway
from tests.gateways.conftest import control, fake_fonnte, inbox, raw_server
from tests.support.factories import Dealer
from tests.support.outgoing import Post, open_post

__all__ = ["control", "fake_fonnte", "inbox", "raw_server"]

IMPATIENCE = 0.2
"""Seconds a test waits for an answer of the gateway; the product waits 15."""


@pytest.fixture
def send_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Where messages go from now on."""

    def set_address(url: str) -> None:
        gateways = installed(app, Gateways)
        monkeypatch.setattr(gateways, "_sending", FonnteGateway(url, read_timeout=IMPATIENCE))

    return set_address


@pytest.fixture
def post(dealer_a: Dealer, fake_fonnte: FakeFonnte, send_to: Callable[[str], None]) -> Post:
    """A dealer whose device sends through the stand-in."""
    send_to(fake_fonnte.url)
    return open_post(dealer_a)
