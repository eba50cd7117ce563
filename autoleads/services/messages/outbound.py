"""Outgoing messages: stored in their lead and queued for delivery, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.models.message import Origin, Sender
from autoleads.services import outbox
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message to a customer."""

    sender: Sender
    text: str
    origin: Origin
    device_id: int | None
    """The device to send it through; None waits until the tenant has one."""
    author_id: int | None = None
    """The user who wrote it."""
    photo_url: str | None = None
    """A public address; the text is the photo's caption."""
    codes: Sequence[str] = ()
    """Display codes of the cars that it is about."""
    waited_since: datetime | None = None
    """The wait that this reply ends."""
    once: str | None = None
    """The random id of the form that sends it."""
    reply_to: str | None = None
    """The `inbox_id` of the customer's message that it quotes."""


def queue_message(
    tenant: TenantInfo, lead: Lead, new_message: NewMessage, now: datetime
) -> Message:
    """Store a message to the lead's customer and queue it for the worker to deliver.

    The lead's contact must be locked.
    """
    kind = "image" if new_message.photo_url else "text"
    media = {"url": new_message.photo_url} if new_message.photo_url else None
    message = Message(
        tenant_id=tenant.id,
        lead_id=lead.id,
        direction="out",
        status="queued",
        sender=new_message.sender,
        origin=new_message.origin,
        author_id=new_message.author_id,
        kind=kind,
        text=new_message.text,
        media=media,
        codes=list(new_message.codes),
        device_id=new_message.device_id,
        waited_since=new_message.waited_since,
        reply_to=new_message.reply_to,
        once=new_message.once,
        created_at=now,
    )
    db.session.add(message)
    lead.last_message_at = max(lead.last_message_at or now, now)
    db.session.flush()
    outbox.queue_delivery(message)
    return message


def count_queued(tenant: TenantInfo) -> dict[int | None, int]:
    """Return how many messages wait to be sent, by the id of their device."""
    queued = (
        select(Message.device_id, func.count())
        .where(Message.tenant_id == tenant.id, Message.status == "queued")
        .group_by(Message.device_id)
    )
    counts: dict[int | None, int] = {}
    for device_id, count in db.session.execute(queued):
        counts[device_id] = count
    return counts
