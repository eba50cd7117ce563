"""Delivery of outgoing messages: prepared and settled here, sent by the worker in between.

No transaction spans the call of the gateway. A message that is still *sending* when its lease has
run out may have left or not: it becomes `unknown`, and only a person may send it again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.database.rows import for_update
from autoleads.extensions import current, db
from autoleads.gateways.outbound import Accepted, Failure, OutboundMessage, Refused, SendResult
from autoleads.models import Contact, Device, Lead, Message
from autoleads.services import leads, outbox
from autoleads.services.encryption import Encryptor
from autoleads.services.messages import statuses
from autoleads.services.outbox import ClaimedItem
from autoleads.services.tenants import TenantInfo

BACKOFF = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 7200)]
AUTO_REPLY_LIFETIME = timedelta(minutes=15)
"""An auto-reply that comes later than this is worse than none."""
CLOSED_DELAY = timedelta(minutes=5)
PAUSED_DELAY = timedelta(seconds=10)


@dataclass(frozen=True)
class PreparedSend:
    """A message to hand to the gateway, and the token of its device; None is the console."""

    message_id: int
    device_id: int
    token_encrypted: str | None
    token: str | None
    outbound: OutboundMessage


def prepare_delivery(tenant: TenantInfo, item: ClaimedItem) -> PreparedSend | None:
    """Mark a message as sending and return what to send; None if nothing is to be sent now."""
    now = datetime.now(UTC)
    lead, message = _lock(tenant, item)
    if lead is None or message is None or message.status not in ("queued", "sending"):
        outbox.finish(item)
        return None
    terminal_state = _terminal_state(item, message, now)
    if terminal_state is not None:
        status, error = terminal_state
        _fail(tenant, item, lead, message, status, error)
        return None
    device = _find_device(tenant, message)
    if device is None:
        message.error = "no_device"
    if device is None or device.paused or not tenant.is_open(now):
        delay = PAUSED_DELAY if tenant.is_open(now) else CLOSED_DELAY
        outbox.postpone(item, now + delay, keep_attempt=False)
        return None
    token = _decrypt_token(device)
    if device.token_encrypted and token is None:
        device.paused = "token_unreadable"
        outbox.postpone(item, now, keep_attempt=False)
        return None
    if not outbox.renew(item):
        return None
    message.status = "sending"
    message.error = None
    message.device_id = device.id
    db.session.flush()
    return PreparedSend(
        message_id=message.id,
        device_id=device.id,
        token_encrypted=device.token_encrypted,
        token=token,
        outbound=_outbound(tenant, message),
    )


def abandon_delivery(tenant: TenantInfo, item: ClaimedItem) -> None:
    """Fail a message that cannot even be prepared, and remove it from the queue."""
    lead, message = _lock(tenant, item)
    if lead is not None and message is not None and message.status == "queued":
        _fail(tenant, item, lead, message, "failed", "internal_error")


def settle_delivery(
    tenant: TenantInfo, item: ClaimedItem, sent: PreparedSend, result: SendResult
) -> None:
    """Store the gateway's result for a message that was sent."""
    lead, message = _lock(tenant, item)
    if lead is None or message is None:
        outbox.finish(item)
    elif isinstance(result, Accepted):
        # Also when the lease has run out meanwhile: what is known now is better than "unknown".
        held = outbox.finish(item)
        if held or message.status == "unknown":
            statuses.mark_accepted(tenant, lead, message, result.gateway_id)
    elif outbox.renew(item):
        _settle_refusal(tenant, item, sent, lead, message, result)
    db.session.flush()


def _settle_refusal(
    tenant: TenantInfo,
    item: ClaimedItem,
    sent: PreparedSend,
    lead: Lead,
    message: Message,
    refused: Refused,
) -> None:
    now = datetime.now(UTC)
    match refused.failure:
        case Failure.DEVICE:
            message.status = "queued"
            _pause_device(tenant, sent, refused.reason)
            outbox.postpone(item, now, keep_attempt=False)
        case Failure.MEDIA:
            message.status = "queued"
            message.kind = "text"
            message.media = None
            outbox.postpone(item, now)
        case Failure.TEMPORARY if item.attempts <= len(BACKOFF):
            message.status = "queued"
            message.error = refused.reason
            outbox.postpone(item, now + _backoff(item.attempts))
        case Failure.UNKNOWN:
            _fail(tenant, item, lead, message, "unknown", refused.reason)
        case _:
            _fail(tenant, item, lead, message, "failed", refused.reason)


def _backoff(attempts: int) -> timedelta:
    jitter = random.uniform(0.8, 1.2)  # noqa: S311
    return BACKOFF[attempts - 1] * jitter


def _terminal_state(item: ClaimedItem, message: Message, now: datetime) -> tuple[str, str] | None:
    """Return the final status and the error of a message that must not be sent."""
    if message.status == "sending":
        return "unknown", "no_answer"
    # Counted from when it was queued: a person may send an old auto-reply again.
    if message.sender == "bot" and now - item.created_at > AUTO_REPLY_LIFETIME:
        return "failed", "too_late"
    return None


def _fail(
    tenant: TenantInfo, item: ClaimedItem, lead: Lead, message: Message, status: str, error: str
) -> None:
    if outbox.finish(item):
        message.status = status
        message.error = error
        leads.withdraw_answer(tenant, lead, message)
        db.session.flush()


def _pause_device(tenant: TenantInfo, sent: PreparedSend, reason: str) -> None:
    query = select(Device).where(Device.tenant_id == tenant.id, Device.id == sent.device_id)
    device = db.session.scalar(for_update(query))
    # The token may have been replaced while the old one was tried.
    if device is not None and device.token_encrypted == sent.token_encrypted:
        device.paused = reason


def _lock(tenant: TenantInfo, item: ClaimedItem) -> tuple[Lead | None, Message | None]:
    """Lock the lead and then the message of an item, in the order in which everybody locks them."""
    lead = leads.lock_clock(tenant, item.lead_id)
    query = select(Message).where(Message.tenant_id == tenant.id, Message.id == item.message_id)
    return lead, db.session.scalar(for_update(query))


def _find_device(tenant: TenantInfo, message: Message) -> Device | None:
    """Return the message's device, or the tenant's first one if that was deleted."""
    devices = select(Device).where(Device.tenant_id == tenant.id)
    device = db.session.scalar(devices.where(Device.id == message.device_id))
    if device is not None:
        return device
    return db.session.scalar(devices.order_by(Device.id).limit(1))


def _decrypt_token(device: Device) -> str | None:
    if device.token_encrypted is None:
        return None
    return current(Encryptor).decrypt(device.token_encrypted)


def _outbound(tenant: TenantInfo, message: Message) -> OutboundMessage:
    contact = db.session.execute(
        select(Contact.phone, Contact.lid)
        .join(Lead, (Lead.tenant_id == Contact.tenant_id) & (Lead.contact_id == Contact.id))
        .where(Contact.tenant_id == tenant.id, Lead.id == message.lead_id)
    ).one()
    return OutboundMessage(
        target=contact.phone or contact.lid,
        text=message.text,
        photo_url=message.media.get("url") if message.media else None,
        quote_id=message.reply_to,
    )
