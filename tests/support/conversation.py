"""A conversation in the panel: its address, its form, and what was sent in it."""

from __future__ import annotations

import re

from sqlalchemy import select

from autoleads.models import Lead, Message
from tests.support.factories import Dealer
from tests.support.fake_gateway import rows


def path(lead: Lead, rest: str = "") -> str:
    return f"/admin/chat/{lead.id}{rest}"


def hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def sent(dealer: Dealer, lead: Lead) -> list[Message]:
    query = select(Message).where(Message.tenant_id == dealer.tenant.id)
    of_lead = query.where(Message.lead_id == lead.id, Message.direction == "out")
    return rows(dealer, of_lead.order_by(Message.id))


def stored_lead(dealer: Dealer, lead: Lead) -> Lead:
    query = select(Lead).where(Lead.tenant_id == dealer.tenant.id, Lead.id == lead.id)
    [found] = rows(dealer, query)
    assert isinstance(found, Lead)
    return found
