"""Deliveries of a dealer's messages: queued, processed as a worker does, and looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Device, Message, OutboxItem
from autoleads.services import leads, outbox
from autoleads.services.leads import Opening
from autoleads.services.outbox import ClaimedItem
from autoleads.worker import jobs
from tests.support.factories import Dealer
from tests.support.fake_gateway import LABEL, Line, connect, device_of, rows, tenant_context

CUSTOMER = "+6281290001111"
OTHER_CUSTOMER = "+6281290002222"


@dataclass(frozen=True)
class Deliveries:
    """The deliveries of a dealer with one device."""

    line: Line

    @property
    def dealer(self) -> Dealer:
        return self.line.dealer

    @property
    def device(self) -> Device:
        return device_of(self.line)

    def queue(self, text: str = "Halo kak", *, to: str = CUSTOMER, **columns: Any) -> int:
        """Queue a message of a salesperson and return its id; `columns` replace its values."""
        tenant = self.dealer.tenant
        with tenant_context(self.dealer):
            lead = leads.find_or_open(tenant, Opening(source="whatsapp", phone=to))
            values = {
                "tenant_id": tenant.id,
                "lead_id": lead.lead_id,
                "direction": "out",
                "sender": "sales",
                "status": "queued",
                "text": text,
                "device_id": self.line.device_id,
                "created_at": datetime.now(UTC),
            }
            message = Message(**values | columns)
            db.session.add(message)
            db.session.flush()
            outbox.queue_delivery(message)
            db.session.commit()
            return message.id

    def message(self, message_id: int) -> Message:
        found: Message = rows(self.dealer, select(Message).where(Message.id == message_id))[0]
        return found

    def outcome(self, message_id: int) -> tuple[str, str | None]:
        """Return the status and the error of a message."""
        message = self.message(message_id)
        return message.status, message.error

    def claim(self, limit: int = 10) -> list[ClaimedItem]:
        """Claim items as a worker does."""
        with self.dealer.app.app_context(), platform_scope():
            items = outbox.claim(limit)
            db.session.commit()
            return items

    def work(self) -> int:
        """Process all items that are due, as a worker does; return how many there were."""
        total = 0
        while items := self.claim():
            total += len(items)
            for item in items:
                with self.dealer.app.app_context():
                    jobs.process(item)
        return total

    def pass_time(self, by: timedelta) -> None:
        """Make all items older by that much, and nearer to when they are due."""
        columns = (OutboxItem.created_at, OutboxItem.due_at, OutboxItem.lease_until)
        earlier = {column.key: column - by for column in columns}
        with self.dealer.app.app_context(), platform_scope():
            is_parked = OutboxItem.due_at == func.app.parked()
            db.session.execute(update(OutboxItem).where(~is_parked).values(earlier))
            db.session.commit()

    def items(self) -> list[OutboxItem]:
        """Return the items in the queue."""
        query = select(OutboxItem).where(OutboxItem.tenant_id == self.dealer.tenant.id)
        return rows(self.dealer, query)


def make_deliveries(dealer: Dealer, label: str = LABEL, **device: Any) -> Deliveries:
    """Add a device with a token to a dealer."""
    fields = {"token": "a-token"} | device
    return Deliveries(connect(dealer, label, **fields))
