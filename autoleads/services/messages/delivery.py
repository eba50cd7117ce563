"""An outgoing message on its way: made ready, handed to the gateway by the worker, and settled by what that said.

No transaction spans the call. Whoever finds a message still *sending* after its lease ran out cannot know whether it
left, marks it `unknown` and never sends it again by itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.database.rows import for_update
from autoleads.extensions import current, db
from autoleads.gateways.base import Accepted, Failure, OutboundMessage, Refused, SendResult
from autoleads.models import Contact, Device, Lead, Message
from autoleads.services import outbox
from autoleads.services.encryption import Encryptor
from autoleads.services.messages import statuses
from autoleads.services.outbox import ClaimedItem
from autoleads.services.tenants import TenantInfo

BACKOFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 7200)]
AUTOMATIC_LIFETIME = timedelta(minutes=15)
"""An automatic answer that comes later than this is worse than none."""
CLOSED_PAUSE = timedelta(minutes=5)
PAUSED_RETRY = timedelta(seconds=10)


@dataclass(frozen=True)
class PreparedSend:
    """What the gateway is to be told, and with whose token; no token means the console twin."""

    message_id: int
    device_id: int
    token_encrypted: str | None
    token: str | None
    outbound: OutboundMessage


def prepare_delivery(tenant: TenantInfo, item: ClaimedItem) -> PreparedSend | None:
    """Mark the message as sending and say what to send; None when there is nothing to send now."""
    now = datetime.now(UTC)
    message = _lock(tenant, item.message_id)
    if message is None or message.status not in ("queued", "sending"):
        outbox.finish(item)
        return None
    if hopeless := _terminal_state(item, message, now):
        _fail(item, message, *hopeless)
        return None
    device = _find_device(tenant, message)
    if device is None:
        message.error = "no_device"
    if device is None or device.paused or not tenant.is_open(now):
        outbox.postpone(
            item, now + (PAUSED_RETRY if tenant.is_open(now) else CLOSED_PAUSE), keep_attempt=False
        )
        return None
    token = current(Encryptor).decrypt(device.token_encrypted) if device.token_encrypted else None
    if device.token_encrypted and token is None:
        device.paused = "token_unreadable"
        outbox.postpone(item, now, keep_attempt=False)
        return None
    if not outbox.renew(item):
        return None
    message.status, message.error, message.device_id = "sending", None, device.id
    db.session.flush()
    return PreparedSend(
        message.id, device.id, device.token_encrypted, token, _outbound(tenant, message)
    )


def abandon_delivery(tenant: TenantInfo, item: ClaimedItem) -> None:
    """Take a message off the queue that we cannot even ready; a person sees it failed."""
    message = _lock(tenant, item.message_id)
    if message is not None and message.status == "queued":
        _fail(item, message, "failed", "internal_error")


def settle_delivery(
    tenant: TenantInfo, item: ClaimedItem, sent: PreparedSend, result: SendResult
) -> None:
    """Store what the gateway said."""
    message = _lock(tenant, sent.message_id)
    if message is None:
        outbox.finish(item)
    elif isinstance(result, Accepted):
        # Also when the lease ran out meanwhile: what is known now is better than "unknown".
        held = outbox.finish(item)
        if held or message.status == "unknown":
            statuses.accept(tenant, message, result.gateway_id)
    elif outbox.renew(item):
        _settle_refusal(tenant, item, sent, message, result)
    db.session.flush()


def _settle_refusal(
    tenant: TenantInfo, item: ClaimedItem, sent: PreparedSend, message: Message, refused: Refused
) -> None:
    now = datetime.now(UTC)
    match refused.failure:
        case Failure.DEVICE:
            message.status = "queued"
            _pause(tenant, sent, refused.reason)
            outbox.postpone(item, now, keep_attempt=False)
        case Failure.MEDIA:
            message.status, message.kind, message.media = "queued", "text", None
            outbox.postpone(item, now)
        case Failure.TEMPORARY if item.attempts <= len(BACKOFF):
            message.status, message.error = "queued", refused.reason
            outbox.postpone(item, now + BACKOFF[item.attempts - 1] * random.uniform(0.8, 1.2))  # noqa: S311
        case Failure.UNKNOWN:
            _fail(item, message, "unknown", refused.reason)
        case _:
            _fail(item, message, "failed", refused.reason)


def _terminal_state(item: ClaimedItem, message: Message, now: datetime) -> tuple[str, str] | None:
    """The end state, and its reason, of a message that must not be sent."""
    if message.status == "sending":
        return "unknown", "no_answer"
    # Since it was queued: one that a person sends again is as good as new.
    if message.sender == "bot" and now - item.created_at > AUTOMATIC_LIFETIME:
        return "failed", "too_late"
    return None


def _fail(item: ClaimedItem, message: Message, status: str, error: str) -> None:
    if outbox.finish(item):
        message.status, message.error = status, error
        db.session.flush()


def _pause(tenant: TenantInfo, sent: PreparedSend, reason: str) -> None:
    own = select(Device).where(Device.tenant_id == tenant.id, Device.id == sent.device_id)
    device = db.session.scalar(for_update(own))
    # A token that was replaced while the old one was tried is not to blame.
    if device is not None and device.token_encrypted == sent.token_encrypted:
        device.paused = reason


def _lock(tenant: TenantInfo, message_id: int | None) -> Message | None:
    own = select(Message).where(Message.tenant_id == tenant.id, Message.id == message_id)
    return db.session.scalar(for_update(own))


def _find_device(tenant: TenantInfo, message: Message) -> Device | None:
    """The message's device, or the dealer's first when that one is gone."""
    ours = select(Device).where(Device.tenant_id == tenant.id)
    return db.session.scalar(ours.where(Device.id == message.device_id)) or db.session.scalar(
        ours.order_by(Device.id).limit(1)
    )


def _outbound(tenant: TenantInfo, message: Message) -> OutboundMessage:
    contact = db.session.execute(
        select(Contact.phone, Contact.lid)
        .join(Lead, (Lead.tenant_id == Contact.tenant_id) & (Lead.contact_id == Contact.id))
        .where(Contact.tenant_id == tenant.id, Lead.id == message.lead_id)
    ).one()
    photo_url = message.media.get("url") if message.media else None
    return OutboundMessage(contact.phone or contact.lid, message.text, photo_url, message.reply_to)
