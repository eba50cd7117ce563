"""Messages received from customers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.gateways.base import InboundMessage
from autoleads.models import Device, Lead, Message
from autoleads.services import cars, leads, outbox
from autoleads.services.messages import insert_inbound
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent, understand
from autoleads.text.codes import CarCode, find_codes

REPEAT = timedelta(seconds=90)
"""The same content again within this time is a repeat, when the gateway gives neither id nor time."""
TOO_OLD_TO_ANSWER = timedelta(minutes=30)
GATHERING = timedelta(seconds=20)
"""Messages that follow one another this quickly are answered together."""


@dataclass(frozen=True)
class Received:
    """What became of an incoming message."""

    status: Literal["processed", "duplicate"]
    lead_id: int


def receive(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, *, may_answer: bool = True
) -> Received:
    """Store a buyer's message once, in his open lead or a new one, and have it answered if that may be.

    The first message is answered at once, those that follow within 20 s together; none that is older than 30 minutes.
    """
    now = datetime.now(UTC)
    twin = _find_repeat(tenant, device, inbound, now)
    if twin is not None:
        return Received("duplicate", twin)
    at = min(inbound.sent_at or now, now)
    codes = find_codes(inbound.text)
    mentioned = [code.code for code in codes]
    leads.merge_identities(tenant, inbound.phone, inbound.lid)
    stored = insert_inbound.insert_inbound(
        tenant,
        device,
        inbound,
        fingerprint=_fingerprint(device, inbound),
        codes=mentioned,
        channel=channel_of(codes),
        at=at,
        now=now,
        recently=now - GATHERING,
    )
    if not stored.is_new:
        return Received("duplicate", stored.lead_id)
    if not stored.linked:
        leads.merge_identities(tenant, inbound.phone, inbound.lid)
    if stored.new_lead:
        leads.auto_assign(tenant, stored.lead_id, None if stored.new_contact else stored.contact_id)
    leads.insert_lead_cars(
        tenant, stored.lead_id, list(cars.find_by_codes(tenant, mentioned).values()), at
    )
    answerable = may_answer and tenant.answers["enabled"] and now - at <= TOO_OLD_TO_ANSWER
    # A wish to be left alone is heard however late it comes, and when no answers are given.
    if answerable or Intent.STOP in understand(inbound.text).intents:
        outbox.queue_auto_reply(
            tenant, stored.lead_id, device.id, due_at=now + GATHERING if stored.follows else now
        )
    return Received("processed", stored.lead_id)


def add_from_customer(
    tenant: TenantInfo,
    lead: Lead,
    text: str,
    codes: Sequence[CarCode],
    at: datetime,
    **columns: Any,
) -> Message:
    """Store what a customer wrote at that moment; attach the cars of its codes, move the lead's clocks."""
    message = Message(
        tenant_id=tenant.id,
        lead_id=lead.id,
        direction="in",
        sender="customer",
        status="received",
        text=text,
        codes=[code.code for code in codes],
        created_at=datetime.now(UTC),
        **columns,
    )
    db.session.add(message)
    db.session.flush()
    leads.attach_cars(tenant, lead, list(cars.find_by_codes(tenant, message.codes).values()), at)
    leads.customer_wrote(lead, at)
    return message


def channel_of(codes: Sequence[CarCode]) -> str | None:
    """The channel of the first code that has one."""
    return next((code.channel for code in codes if code.channel), None)


def _fingerprint(device: Device, inbound: InboundMessage) -> str | None:
    """The same for a retry that carries a new id."""
    if inbound.sent_at is None:
        return None
    return hashlib.sha256(
        f"{device.id} {inbound.content_hash} {inbound.sent_at.timestamp()}".encode()
    ).hexdigest()


def _find_repeat(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, now: datetime
) -> int | None:
    """The lead of the message that this one repeats, when only its content can tell."""
    if inbound.gateway_id is not None or inbound.sent_at is not None:
        return None
    # Locks the contact: no constraint tells such repeats apart when they come at once.
    contact = leads.upsert_contact(tenant, phone=inbound.phone, lid=inbound.lid, name=inbound.name)
    return db.session.scalar(
        select(Message.lead_id)
        .join(Lead, (Lead.tenant_id == Message.tenant_id) & (Lead.id == Message.lead_id))
        .where(
            Message.tenant_id == tenant.id,
            Message.device_id == device.id,
            Message.content_hash == inbound.content_hash,
            Message.created_at > now - REPEAT,
            Lead.contact_id == contact.id,
        )
        .limit(1)
    )
