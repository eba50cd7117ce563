from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from autoleads.database.tenant_scope import tenant_scope
from tests.support.chat import HOURS, Chat
from tests.support.factories import Dealer


@pytest.fixture
def chat(app: Flask, dealer_a: Dealer) -> Iterator[Chat]:
    """A chat without replies; the dealer opens Monday to Saturday, 9 to 18, and has no rates."""
    with app.app_context(), tenant_scope(dealer_a.tenant.id):
        chat = Chat(dealer_a.tenant)
        chat.configure(
            business_hours=HOURS,
            address="Jl. Merdeka 17",
            city="Bekasi",
            maps_url="https://maps.example/x1",
        )
        yield chat
