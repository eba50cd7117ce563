"""Helpers for tests of the admin API about messages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from autoleads.extensions import db
from autoleads.models import Contact, Lead, OutboxItem
from tests.support.factories import Dealer
from tests.support.fake_gateway import rows, tenant_context
from tests.support.lead_api import LEADS, NOW, data


def messages_path(lead: Lead, rest: str = "") -> str:
    return f"{LEADS}/{lead.id}/messages{rest}"


def queued_deliveries(dealer: Dealer) -> list[tuple[int | None, int | None]]:
    """Return the ids of the messages that wait for delivery, with those of their devices."""
    items = rows(dealer, select(OutboxItem).where(OutboxItem.tenant_id == dealer.tenant.id))
    return [(item.message_id, item.device_id) for item in items]


def opt_out(dealer: Dealer, lead: Lead) -> None:
    with tenant_context(dealer):
        db.session.execute(
            update(Contact).where(Contact.id == lead.contact_id).values(opted_out_at=NOW)
        )
        db.session.commit()


def shown_lead(dealer: Dealer, lead: Lead) -> dict[str, Any]:
    shown: dict[str, Any] = data(dealer.owner.get(f"{LEADS}/{lead.id}"))
    return shown
