"""A dealer's outgoing post: what is written, what a worker does with it, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Device, Message, OutboxItem
from autoleads.services import leads, outbox
from autoleads.services.leads import Opening
from autoleads.services.outbox.queue import ClaimedItem
from autoleads.worker import jobs
from tests.support.factories import Dealer
from tests.support.fake_gateway import LABEL, Line, at_work, connect, device_of, rows

BUYER = "+6281290001111"
OTHER_BUYER = "+6281290002222"


@dataclass(frozen=True)
class Post:
    """One dealer with one device."""

    line: Line

    @property
    def dealer(self) -> Dealer:
        return self.line.dealer

    @property
    def device(self) -> Device:
        return device_of(self.line)

    def write(
        self,
        text: str = "Halo kak",
        *,
        to: str = BUYER,
        ago: timedelta = timedelta(),
        **columns: Any,
    ) -> int:
        """A message that waits to be sent; its id."""
        tenant = self.dealer.tenant
        with at_work(self.dealer):
            lead = leads.find_or_open(tenant, Opening(source="whatsapp", phone=to))
            defaults = {
                "sender": "sales",
                "device_id": self.line.device_id,
                "created_at": datetime.now(UTC) - ago,
            }
            message = Message(
                tenant_id=tenant.id,
                lead_id=lead.lead_id,
                direction="out",
                status="queued",
                text=text,
                **defaults | columns,
            )
            db.session.add(message)
            db.session.flush()
            outbox.queue_delivery(message)
            db.session.commit()
            return message.id

    def message(self, message_id: int) -> Message:
        found: Message = rows(self.dealer, select(Message).where(Message.id == message_id))[0]
        return found

    def outcome(self, message_id: int) -> tuple[str, str | None]:
        """Status and error."""
        message = self.message(message_id)
        return message.status, message.error

    def claim(self, limit: int = 10) -> list[ClaimedItem]:
        """What a worker takes on now."""
        with self.dealer.app.app_context(), platform_scope():
            items = outbox.claim(limit)
            db.session.commit()
            return items

    def work(self) -> int:
        """Do all that is due, as a worker would; how many items that were."""
        done = 0
        while items := self.claim():
            done += len(items)
            for item in items:
                with self.dealer.app.app_context():
                    jobs.process(item)
        return done

    def pass_time(self, by: timedelta) -> None:
        """All that waits, or is held, is that much older and nearer to its time."""
        times = ("created_at", "due_at", "lease_until")
        earlier = {name: getattr(OutboxItem, name) - by for name in times}
        with self.dealer.app.app_context(), platform_scope():
            db.session.execute(update(OutboxItem).values(earlier))
            db.session.commit()

    def waiting(self) -> list[OutboxItem]:
        return rows(
            self.dealer, select(OutboxItem).where(OutboxItem.tenant_id == self.dealer.tenant.id)
        )


def open_post(dealer: Dealer, label: str = LABEL, **device: Any) -> Post:
    return Post(connect(dealer, label, **{"token": "a-token", **device}))
