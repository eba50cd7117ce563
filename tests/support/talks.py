"""Talks of customers with a demo dealer: posted to the webhook, replied to by the worker."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from autoleads.dev.demo import stock
from autoleads.dev.demo.dealers import DEALERS
from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.schemas.cars import CarIn
from autoleads.schemas.tenants import TenantPatch
from autoleads.services import cars, tenants
from tests.support.deliveries import Deliveries
from tests.support.factories import Dealer
from tests.support.fake_gateway import rows, tenant_context

PAUSE = timedelta(seconds=21)
"""After it, messages are a turn of their own."""
_senders = itertools.count(1)


@dataclass
class Talk:
    """The talk of a new customer, whose messages follow each other after a pause."""

    deliveries: Deliveries
    sender: str = field(default_factory=lambda: f"62815{next(_senders):08}")
    lead_id: int = 0

    def say(self, text: str, **payload: Any) -> str:
        """Post a message and return the auto-reply to it; empty when there is none."""
        posted = self.deliveries.line.say(text, sender=self.sender, inboxid=None, **payload)
        self.lead_id = posted["leadId"]
        before = len(self._replies())
        self.deliveries.work()
        replies = self._replies()[before:]
        self._pass_time(PAUSE)
        return "\n".join(replies)

    @property
    def lead(self) -> Lead:
        found: Lead = rows(self.deliveries.dealer, select(Lead).where(Lead.id == self.lead_id))[0]
        return found

    def _replies(self) -> list[str]:
        is_reply = (Message.lead_id == self.lead_id, Message.sender == "bot")
        query = select(Message.text).where(*is_reply).order_by(Message.id)
        return rows(self.deliveries.dealer, query)

    def _pass_time(self, by: timedelta) -> None:
        columns = (Message.created_at, Message.sent_at)
        earlier = {column.key: column - by for column in columns}
        with tenant_context(self.deliveries.dealer):
            of_lead = Message.lead_id == self.lead_id
            db.session.execute(update(Message).where(of_lead).values(earlier))
            db.session.commit()


def open_demo_shop(dealer: Dealer) -> None:
    """Give a dealer the settings and the stock of the first demo dealer, open around the clock."""
    plan = DEALERS[0]
    always = {day: {"open": "00:00", "close": "23:59"} for day in plan.settings["businessHours"]}
    sent = TenantPatch.model_validate(plan.settings | {"businessHours": always})
    today = datetime.now(UTC).date()
    with tenant_context(dealer):
        tenants.update(dealer.tenant, sent.changes(), sent.settings_changes())
        for _, fields in stock.cars_of(plan.slug, today):
            cars.create(dealer.tenant, CarIn.model_validate(fields).new_car())
        db.session.commit()
