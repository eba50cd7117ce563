"""Delivery statuses of outgoing messages, as the gateway reports them in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, ScalarResult, delete, func, select

from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.gateways.base import StatusUpdate
from autoleads.models import Message, PendingStatus
from autoleads.services.tenants import TenantInfo

STATUS_LOCK = 0x57A7
PENDING_STATUS_LIFETIME = timedelta(days=1)

PASSED: dict[str, tuple[str, ...]] = {
    "accepted": (),
    "sent": ("accepted",),
    "delivered": ("accepted", "sent"),
    "read": ("accepted", "sent", "delivered"),
    "failed": ("accepted", "sent"),
}
"""The statuses that a message may move to each status from: `failed` is final, and a message that
was delivered cannot fail any more."""


def mark_accepted(tenant: TenantInfo, message: Message, gateway_id: str | None) -> None:
    """Mark a message as accepted by the gateway under this id.

    Statuses that the gateway reported before the id was known are applied now.
    """
    _lock_statuses(tenant)
    message.status = "accepted"
    message.error = None
    message.gateway_id = gateway_id
    message.state_id = None
    _apply_pending(tenant, message)


def apply_status(tenant: TenantInfo, update: StatusUpdate) -> None:
    """Move an outgoing message forward, never back; keep a status that comes too early."""
    _lock_statuses(tenant)
    message = _find_sent(tenant, update)
    if message is None or update.status not in PASSED:
        pending = PendingStatus(
            tenant_id=tenant.id,
            gateway_id=update.gateway_id,
            state_id=update.state_id,
            status=update.status,
        )
        db.session.add(pending)
        db.session.flush()
        return
    _advance(message, update.status)
    if message.state_id is None and update.state_id is not None:
        message.state_id = update.state_id
        _apply_pending(tenant, message)
    db.session.flush()


def delete_stale_statuses(tenant: TenantInfo) -> None:
    """Delete statuses that were reported a day ago about messages that are not ours."""
    limit = datetime.now(UTC) - PENDING_STATUS_LIFETIME
    db.session.execute(
        delete(PendingStatus).where(
            PendingStatus.tenant_id == tenant.id, PendingStatus.created_at < limit
        )
    )


def _lock_statuses(tenant: TenantInfo) -> None:
    # A status and the id it is about may arrive at once: one of the two must see the other.
    db.session.execute(select(func.pg_advisory_xact_lock(STATUS_LOCK, tenant.id)))


def _find_sent(tenant: TenantInfo, update: StatusUpdate) -> Message | None:
    """Return the latest message with one of these ids.

    A message that is being sent again is not found: its old ids no longer count.
    """
    sent = select(Message).where(
        Message.tenant_id == tenant.id,
        Message.direction == "out",
        Message.status.in_(PASSED.keys()),
    )
    ids = [(Message.gateway_id, update.gateway_id), (Message.state_id, update.state_id)]
    for column, value in ids:
        if value is None:
            continue
        latest = sent.where(column == value).order_by(Message.id.desc()).limit(1)
        message = db.session.scalar(for_update(latest))
        if message is not None:
            return message
    return None


def _advance(message: Message, status: str) -> None:
    if message.status in PASSED.get(status, ()):
        message.status = status


def _apply_pending(tenant: TenantInfo, message: Message) -> None:
    """Apply the statuses that were reported before the message was known by its ids.

    One that is found by the gateway's id may bring the state id to find others by.
    """
    if message.gateway_id is not None:
        by_gateway_id = PendingStatus.gateway_id == message.gateway_id
        for pending in _find_pending(tenant, by_gateway_id):
            _advance(message, pending.status)
            message.state_id = message.state_id or pending.state_id
    if message.state_id is not None:
        for pending in _find_pending(tenant, PendingStatus.state_id == message.state_id):
            _advance(message, pending.status)
    db.session.flush()


def _find_pending(tenant: TenantInfo, has_id: ColumnElement[bool]) -> ScalarResult[PendingStatus]:
    pending = select(PendingStatus).where(PendingStatus.tenant_id == tenant.id, has_id)
    return db.session.scalars(pending.order_by(PendingStatus.id))
