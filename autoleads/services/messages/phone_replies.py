"""Replies that a salesperson writes on the phone itself, where the gateway reports them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.gateways.inbound import InboundMessage
from autoleads.models import Contact, Device, Lead, Message
from autoleads.models.lead import CLOSED
from autoleads.services import cars, leads, outbox
from autoleads.services.messages.inbound import Received, fingerprint, plausible_time
from autoleads.services.tenants import TenantInfo
from autoleads.text.echo import same_words

REPORTED_WITHIN = timedelta(hours=1)
"""The gateway may report what we sent through it as if it came from the phone."""


def record_phone_reply(
    tenant: TenantInfo, device: Device, reply: InboundMessage
) -> Received | None:
    """Store a reply in the open lead of its customer: it stops the clock like any person's.

    Returns None if the customer has no open lead, or if the message is one of ours.
    """
    now = datetime.now(UTC)
    lead_id = _find_open_lead(tenant, reply)
    if lead_id is None:
        return None
    lead = leads.get_locked(tenant, lead_id)
    known = fingerprint(device, reply)
    recent = _recent_messages(tenant, lead, now)
    if any(known is not None and message.fingerprint == known for message in recent):
        return Received("duplicate", lead.id)
    if any(same_words(message.text, reply.text) for message in recent):
        return None
    sent_at = plausible_time(reply, now) or now
    db.session.add(_message(tenant, device, lead, reply, sent_at, known, now))
    if reply.media is not None:
        outbox.queue_media(tenant, lead.id)
    lead.last_message_at = max(lead.last_message_at or sent_at, sent_at)
    _stop_clock(tenant, lead, sent_at)
    db.session.flush()
    return Received("processed", lead.id)


def _message(
    tenant: TenantInfo,
    device: Device,
    lead: Lead,
    reply: InboundMessage,
    sent_at: datetime,
    known: str | None,
    now: datetime,
) -> Message:
    """Return the reply as a message of a salesperson; `known` is its fingerprint."""
    return Message(
        tenant_id=tenant.id,
        lead_id=lead.id,
        direction="out",
        sender="sales",
        origin="phone",
        status="sent",
        kind=reply.kind,
        text=reply.text,
        media=reply.media,
        location=reply.location,
        codes=[code.code for code in cars.codes_in(tenant, reply.text)],
        device_id=device.id,
        inbox_id=reply.gateway_id,
        fingerprint=known,
        content_hash=reply.content_hash,
        sent_at=sent_at,
        waited_since=lead.waiting_since,
        created_at=now,
    )


def _stop_clock(tenant: TenantInfo, lead: Lead, sent_at: datetime) -> None:
    """Count the reply as the answer to what the customer wrote before it."""
    waiting_since = lead.waiting_since
    answered_at = lead.answered_at
    needs_person = lead.needs_person
    leads.mark_answered(tenant, lead, None, sent_at)
    lead.answered_at = max(sent_at, answered_at or sent_at)
    if waiting_since is not None and waiting_since > sent_at:
        lead.waiting_since = waiting_since
        lead.needs_person = needs_person


def _find_open_lead(tenant: TenantInfo, reply: InboundMessage) -> int | None:
    is_customer = Contact.phone == reply.phone if reply.phone else Contact.lid == reply.lid
    return db.session.scalar(
        select(Lead.id)
        .join(Contact, (Contact.tenant_id == Lead.tenant_id) & (Contact.id == Lead.contact_id))
        .where(
            Contact.tenant_id == tenant.id,
            Lead.tenant_id == tenant.id,
            is_customer,
            Lead.status.not_in(CLOSED),
        )
    )


def _recent_messages(tenant: TenantInfo, lead: Lead, now: datetime) -> list[Message]:
    query = select(Message).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.direction == "out",
        Message.created_at > now - REPORTED_WITHIN,
    )
    return list(db.session.scalars(query))
