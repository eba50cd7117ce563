"""Delivery statuses of outgoing messages, as the gateway reports them in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, ScalarResult, delete, select

from autoleads.database.named_locks import lock_name
from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.gateways.inbound import StatusUpdate
from autoleads.models import Lead, Message, PendingStatus
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import leads
from autoleads.services.tenants import TenantInfo

STATUS_LOCK = "status"
PENDING_STATUS_LIFETIME = timedelta(days=1)

PASSED: dict[str, tuple[str, ...]] = {
    "accepted": (),
    "sent": ("accepted", "unknown"),
    "delivered": ("accepted", "sent", "failed", "unknown"),
    "read": ("accepted", "sent", "failed", "unknown", "delivered"),
    "failed": ("accepted", "sent", "unknown"),
}
"""The statuses that a message may move to each status from: forward only, but `delivered` and
`read` are proof, whatever was reported before, and a message that was delivered cannot fail."""
LEFT = ("sent", "delivered", "read")
KNOWN_BY_ID = ("accepted", "sent", "delivered", "read", "failed", "unknown")


def mark_accepted(tenant: TenantInfo, lead: Lead, message: Message, gateway_id: str | None) -> None:
    """Mark a message of a locked lead as accepted by the gateway under this id.

    Statuses that the gateway reported before the id was known are applied now.
    """
    _lock_statuses(tenant)
    message.status = "accepted"
    message.error = None
    message.gateway_id = gateway_id
    message.state_id = None
    leads.confirm_answer(tenant, lead, message)
    _apply_pending(tenant, lead, message)


def apply_status(tenant: TenantInfo, update: StatusUpdate) -> None:
    """Move an outgoing message forward, never back; keep a status that comes too early."""
    _lock_statuses(tenant)
    lead, message = _lock_sent(tenant, update)
    if lead is None or message is None or update.status not in PASSED:
        pending = PendingStatus(
            tenant_id=tenant.id,
            gateway_id=update.gateway_id,
            state_id=update.state_id,
            status=update.status,
        )
        _delete_stale(tenant)
        db.session.add(pending)
        db.session.flush()
        return
    _advance(tenant, lead, message, update.status)
    if message.state_id is None and update.state_id is not None:
        message.state_id = update.state_id
        _apply_pending(tenant, lead, message)
    db.session.flush()


def _delete_stale(tenant: TenantInfo) -> None:
    """Delete statuses that were reported a day ago about messages that are not ours."""
    limit = datetime.now(UTC) - PENDING_STATUS_LIFETIME
    db.session.execute(
        delete(PendingStatus).where(
            PendingStatus.tenant_id == tenant.id, PendingStatus.created_at < limit
        )
    )


def _lock_statuses(tenant: TenantInfo) -> None:
    # A status and the id it is about may arrive at once: one of the two must see the other.
    lock_name(STATUS_LOCK, tenant.id)


def _lock_sent(tenant: TenantInfo, update: StatusUpdate) -> tuple[Lead | None, Message | None]:
    """Lock and return the latest message with one of these ids, and its lead before it."""
    found = _find_sent(tenant, update)
    if found is None:
        return None, None
    lead = leads.lock_clock(tenant, found.lead_id)
    query = select(Message).where(Message.tenant_id == tenant.id, Message.id == found.id)
    return lead, db.session.scalar(for_update(query.where(Message.status.in_(KNOWN_BY_ID))))


def _find_sent(tenant: TenantInfo, update: StatusUpdate) -> Message | None:
    """Return the latest message with one of these ids.

    A message that is being sent again is not found: its old ids no longer count.
    """
    sent = select(Message).where(
        Message.tenant_id == tenant.id,
        Message.direction == "out",
        Message.status.in_(KNOWN_BY_ID),
    )
    ids = [(Message.gateway_id, update.gateway_id), (Message.state_id, update.state_id)]
    for column, value in ids:
        if value is None:
            continue
        latest = sent.where(column == value).order_by(Message.id.desc()).limit(1)
        message = db.session.scalar(latest)
        if message is not None:
            return message
    return None


def _advance(tenant: TenantInfo, lead: Lead, message: Message, status: str) -> None:
    if message.status not in PASSED.get(status, ()):
        return
    seemed_lost = message.status in NOT_ARRIVED
    message.status = status
    if status in LEFT:
        message.sent_at = message.sent_at or datetime.now(UTC)
        message.error = None
    if status == "failed":
        leads.withdraw_answer(tenant, lead, message)
    elif seemed_lost:
        leads.confirm_answer(tenant, lead, message)


def _apply_pending(tenant: TenantInfo, lead: Lead, message: Message) -> None:
    """Apply the statuses that were reported before the message was known by its ids.

    One that is found by the gateway's id may bring the state id to find others by.
    """
    if message.gateway_id is not None:
        by_gateway_id = PendingStatus.gateway_id == message.gateway_id
        for pending in _find_pending(tenant, by_gateway_id):
            _advance(tenant, lead, message, pending.status)
            message.state_id = message.state_id or pending.state_id
    if message.state_id is not None:
        for pending in _find_pending(tenant, PendingStatus.state_id == message.state_id):
            _advance(tenant, lead, message, pending.status)
    db.session.flush()


def _find_pending(tenant: TenantInfo, has_id: ColumnElement[bool]) -> ScalarResult[PendingStatus]:
    pending = select(PendingStatus).where(PendingStatus.tenant_id == tenant.id, has_id)
    return db.session.scalars(pending.order_by(PendingStatus.id))
