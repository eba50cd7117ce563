from collections.abc import Callable

import pytest
from flask import Flask

from autoleads.dev.fake_fonnte import FakeFonnte
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer
from tests.support.gateways import use_fonnte

SEND_TIMEOUT = 0.2
"""Seconds a test waits for a response of the gateway; the product waits 15."""


@pytest.fixture
def send_to(app: Flask) -> Callable[[str], None]:
    """Return a function that sets the address that messages are sent to."""

    def set_address(url: str) -> None:
        use_fonnte(app, url, send_timeout=SEND_TIMEOUT)

    return set_address


@pytest.fixture
def deliveries(
    dealer_a: Dealer, fake_fonnte: FakeFonnte, send_to: Callable[[str], None]
) -> Deliveries:
    """The deliveries of a dealer whose device sends through the fake Fonnte."""
    send_to(fake_fonnte.url)
    return make_deliveries(dealer_a)
