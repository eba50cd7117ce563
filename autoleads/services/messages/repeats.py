"""Repeats of a message that only its content can tell, for gateways that give it no id."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, true

from autoleads.database.named_locks import lock_name
from autoleads.extensions import db
from autoleads.gateways.inbound import InboundMessage
from autoleads.models import Contact, Device, Lead, Message
from autoleads.services.tenants import TenantInfo

REPEAT = timedelta(seconds=90)
"""The same content within this time is a repeat, where the gateway gives neither id nor time."""


def find_repeat(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, now: datetime
) -> int | None:
    """Return the lead of the message that this one repeats; None if it is new, or has an id."""
    if inbound.gateway_id is not None:
        return None
    # No constraint can tell such repeats apart when they come at once.
    lock_name(inbound.text, device.id)
    if inbound.sent_at is None:
        return db.session.scalar(_same_content(tenant, device, inbound, now))
    if inbound.phone and inbound.lid:
        return None
    return db.session.scalar(_under_other_address(tenant, device, inbound, inbound.sent_at))


def _same_content(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, now: datetime
) -> Select[int]:
    is_sender = Contact.phone == inbound.phone if inbound.phone else Contact.lid == inbound.lid
    return _messages(tenant, device).where(
        Message.content_hash == inbound.content_hash,
        Message.created_at > now - REPEAT,
        is_sender,
    )


def _under_other_address(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, sent_at: datetime
) -> Select[int]:
    """Select the same message of the same second that came under the sender's other address.

    The gateway may report one message by its sender's number and again by their privacy id. The
    two stay two contacts until a payload proves that they are one.
    """
    knows_other = Contact.phone.is_(None) if inbound.phone else Contact.lid.is_(None)
    same_name: ColumnElement[bool] = true()
    if inbound.name is not None:
        same_name = or_(Contact.name.is_(None), Contact.name == inbound.name)
    return _messages(tenant, device).where(
        # The index of leads by their last message makes this a look at a few.
        Lead.last_message_at >= sent_at,
        Message.sent_at == sent_at,
        Message.kind == inbound.kind,
        Message.text == inbound.text,
        Message.inbox_id.is_(None),
        knows_other,
        same_name,
    )


def _messages(tenant: TenantInfo, device: Device) -> Select[int]:
    return (
        select(Message.lead_id)
        .join(Lead, (Lead.tenant_id == Message.tenant_id) & (Lead.id == Message.lead_id))
        .join(Contact, (Contact.tenant_id == Lead.tenant_id) & (Contact.id == Lead.contact_id))
        .where(
            Message.tenant_id == tenant.id,
            Message.device_id == device.id,
            Message.direction == "in",
        )
        .limit(1)
    )
