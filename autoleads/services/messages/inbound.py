"""Messages received from customers through a gateway."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from autoleads.gateways.inbound import InboundMessage
from autoleads.models import Device
from autoleads.services import leads, outbox
from autoleads.services.leads import CustomerMessage, Opening
from autoleads.services.messages.repeats import find_repeat
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent, understand
from autoleads.text.chat.courtesy import is_courtesy

MAX_MESSAGE_AGE = timedelta(minutes=30)
"""Older messages get no auto-reply."""


@dataclass(frozen=True)
class Received:
    """The result of receiving a message; a duplicate had been stored before."""

    status: Literal["processed", "duplicate"]
    lead_id: int


def receive(
    tenant: TenantInfo, device: Device, inbound: InboundMessage, *, may_auto_reply: bool = True
) -> Received:
    """Store a customer's message once, and queue an auto-reply to it if one may be sent.

    The first message gets its reply at once, those that follow within 20 seconds one together.
    """
    now = datetime.now(UTC)
    repeated_lead_id = find_repeat(tenant, device, inbound, now)
    if repeated_lead_id is not None:
        return Received("duplicate", repeated_lead_id)
    lead = leads.find_or_open(tenant, _opening(tenant, device, inbound, now, may_auto_reply))
    if lead.is_duplicate:
        return Received("duplicate", lead.lead_id)
    if inbound.media is not None:
        outbox.queue_media(tenant, lead.lead_id)
    return Received("processed", lead.lead_id)


def _opening(
    tenant: TenantInfo,
    device: Device,
    inbound: InboundMessage,
    now: datetime,
    may_auto_reply: bool,
) -> Opening:
    written_at = min(inbound.sent_at or now, now)
    is_recent = now - written_at <= MAX_MESSAGE_AGE
    answerable = may_auto_reply and tenant.auto_reply.enabled and is_recent
    return Opening(
        source="whatsapp",
        phone=inbound.phone,
        lid=inbound.lid,
        name=inbound.name,
        message=CustomerMessage(
            text=inbound.text,
            context=inbound.context,
            kind=inbound.kind,
            media=inbound.media,
            location=inbound.location,
            device_id=device.id,
            inbox_id=inbound.gateway_id,
            fingerprint=fingerprint(device, inbound),
            content_hash=inbound.content_hash,
            sent_at=plausible_time(inbound, now),
        ),
        waits_since=written_at,
        is_courtesy=inbound.kind == "text" and is_courtesy(inbound.text),
        queues_auto_reply=answerable or _counts_in_any_case(inbound.text),
        lifts_opt_out=True,
    )


def _counts_in_any_case(text: str) -> bool:
    """Return whether a message counts however late it comes, and without auto-replies too.

    It opts out, or needs a person.
    """
    meaning = understand(text)
    return Intent.STOP in meaning.intents or meaning.no_sale is not None


def fingerprint(device: Device, inbound: InboundMessage) -> str | None:
    """Return what a retry has in common with the first try, even if it carries a new id.

    Content without text, file or place has nothing to compare: an id tells two voice notes apart.
    """
    has_content = inbound.text or inbound.media or inbound.location
    if inbound.sent_at is None or (inbound.gateway_id is not None and not has_content):
        return None
    identity = f"{device.id} {inbound.content_hash} {inbound.sent_at.timestamp()}"
    return hashlib.sha256(identity.encode()).hexdigest()


def plausible_time(inbound: InboundMessage, now: datetime) -> datetime | None:
    """Return the gateway's time of a message; None for the future, so that ours counts."""
    if inbound.sent_at is None or inbound.sent_at > now:
        return None
    return inbound.sent_at
