"""Past conversations: held through the services as if now, then moved back in time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, delete, select, update

from autoleads.dev.demo.conversations import Line, Talk
from autoleads.extensions import db
from autoleads.gateways.inbound import InboundMessage
from autoleads.models import Contact, Device, Lead, LeadEvent, Message, OutboxItem, User
from autoleads.services import leads, messages
from autoleads.services.leads import LeadChanges
from autoleads.services.messages import NewReply
from autoleads.services.tenants import TenantInfo

CLOCKS = {
    clock.key: clock
    for clock in (
        Lead.created_at,
        Lead.assigned_at,
        Lead.waiting_since,
        Lead.first_response_at,
        Lead.answered_at,
        Lead.last_message_at,
        Lead.closed_at,
    )
}
UNSYNCHRONIZED = {"synchronize_session": False}
"""Nothing of it is read again in this session."""
A_LITTLE_LATER = timedelta(minutes=2)


def hold(tenant: TenantInfo, device: Device, talk: Talk, team: Mapping[str, User]) -> None:
    """Hold a conversation, unless the tenant has this contact already."""
    if db.session.scalar(
        select(Contact.id).where(Contact.tenant_id == tenant.id, Contact.phone == talk.phone)
    ):
        return
    present = datetime.now(UTC)
    began = present - talk.ago
    colleague = team[talk.assigned_to] if talk.assigned_to else None
    lead_id = 0
    at = began
    for line in talk.lines:
        at = began + timedelta(minutes=line.after)
        if line.by == "buyer":
            lead_id = messages.receive(
                tenant, device, _inbound(device, talk, line, at), may_auto_reply=False
            ).lead_id
        elif colleague:
            messages.reply(tenant, colleague, lead_id, NewReply(text=line.text, origin="panel"))
        _move(tenant, lead_id, present, at)
        if line is talk.lines[0] and colleague:
            leads.assign(tenant, team["admin"], lead_id, colleague.id)
            _move(tenant, lead_id, present, at + A_LITTLE_LATER)
    if colleague:
        _conclude(tenant, colleague, lead_id, talk, present)
        _move(tenant, lead_id, present, at + A_LITTLE_LATER)
    _deliver(tenant, lead_id)


def _conclude(
    tenant: TenantInfo, colleague: User, lead_id: int, talk: Talk, present: datetime
) -> None:
    """Record the note, the status and the follow-up of a conversation."""
    if talk.note:
        leads.add_note(tenant, colleague, lead_id, talk.note)
    changes = LeadChanges(status=talk.status, lost_reason=talk.lost_reason)
    if talk.follow_up:
        changes = replace(changes, follow_up_at=present + talk.follow_up)
    leads.update(tenant, colleague, lead_id, changes)


def _inbound(device: Device, talk: Talk, line: Line, at: datetime) -> InboundMessage:
    return InboundMessage(
        device_label=device.label,
        phone=talk.phone,
        lid=None,
        name=talk.name,
        kind="text",
        text=line.text,
        media=None,
        location=None,
        gateway_id=None,
        sent_at=at,
        content_hash=hashlib.sha256(f"{talk.phone} {line.text}".encode()).hexdigest(),
    )


def _move(tenant: TenantInfo, lead_id: int, present: datetime, at: datetime) -> None:
    """Whatever of this lead bears the present time happened at that moment."""
    db.session.flush()
    for kind in (Message, LeadEvent):
        new = (kind.tenant_id == tenant.id, kind.lead_id == lead_id, kind.created_at >= present)
        db.session.execute(
            update(kind).where(*new).values(created_at=at), execution_options=UNSYNCHRONIZED
        )
    clocks = {name: case((clock >= present, at), else_=clock) for name, clock in CLOCKS.items()}
    lead = update(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id)
    db.session.execute(lead.values(clocks), execution_options=UNSYNCHRONIZED)


def _deliver(tenant: TenantInfo, lead_id: int) -> None:
    """The answers have long been read: nothing is left for the worker to send."""
    db.session.execute(
        delete(OutboxItem).where(OutboxItem.tenant_id == tenant.id, OutboxItem.lead_id == lead_id)
    )
    sent = (Message.tenant_id == tenant.id, Message.lead_id == lead_id, Message.direction == "out")
    db.session.execute(
        update(Message).where(*sent).values(status="read", sent_at=Message.created_at)
    )
