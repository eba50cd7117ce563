from collections.abc import Callable

import pytest
from flask import Flask

from autoleads.embedded.fonnte import FonnteStandIn
from autoleads.gateways import gateways
from autoleads.gateways.fonnte.client import FonnteGateway
from tests.factories import Dealer
from tests.gateways.conftest import control, inbox, raw_server, standin
from tests.worker.post import Post, open_post

__all__ = ["control", "inbox", "raw_server", "standin"]

IMPATIENCE = 0.2
"""Seconds a test waits for an answer of the gateway; the product waits 15."""


@pytest.fixture
def send_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Where messages go from now on."""

    def set_address(url: str) -> None:
        monkeypatch.setattr(gateways, "_sending", FonnteGateway(url, read_timeout=IMPATIENCE))

    return set_address


@pytest.fixture
def post(dealer_a: Dealer, standin: FonnteStandIn, send_to: Callable[[str], None]) -> Post:
    """A dealer whose device sends through the stand-in."""
    send_to(standin.url)
    return open_post(dealer_a)
