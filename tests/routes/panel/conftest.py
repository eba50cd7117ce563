"""A lead of dealer A, and the panel of one of their salespeople."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from autoleads.models import Lead
from tests.support.factories import Dealer, make_lead, make_message
from tests.support.panel import Panel, panel_of


@pytest.fixture
def lead(dealer_a: Dealer) -> Lead:
    lead = make_lead(dealer_a, name="Sari", waiting_since=datetime.now(UTC))
    make_message(dealer_a, lead, "masih ada kak?")
    return lead


@pytest.fixture
def sales(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "sales")
