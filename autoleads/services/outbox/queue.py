"""The queue of work for the workers: deliveries of messages, auto-replies, files to keep.

Items are stored in the same transaction as the messages that they are about, so that a crash loses
none and does none twice. An item is claimed with a lease; only the holder of the lease may finish
it. Deliveries of one lead go in order.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, exists, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from autoleads.extensions import db
from autoleads.models import Message, OutboxItem, PushSubscription
from autoleads.services.tenants import TenantInfo

LEASE = timedelta(seconds=60)

# A delivery waits for the earlier ones of its lead, and while its device is paused; one that a
# dead worker left is claimed all the same, to be marked as unknown.
# The array makes PostgreSQL choose once: with IN it may choose again, and lock more each time.
CLAIM = text("""
    UPDATE outbox SET lease = :lease, lease_until = :lease_until, attempts = attempts + 1
    WHERE id = ANY (ARRAY(
        SELECT item.id
        FROM outbox item
            LEFT JOIN devices device
                ON device.tenant_id = item.tenant_id AND device.id = item.device_id
        WHERE item.due_at <= :now
          AND (item.lease_until IS NULL OR item.lease_until < :now)
          AND (
              item.kind <> 'delivery'
              OR (
                  (device.paused IS NULL OR item.lease IS NOT NULL)
                  AND NOT EXISTS (
                      SELECT FROM outbox earlier
                      WHERE earlier.tenant_id = item.tenant_id
                        AND earlier.lead_id = item.lead_id
                        AND earlier.kind = 'delivery'
                        AND earlier.id < item.id
                  )
              )
          )
        ORDER BY item.due_at, item.id
        LIMIT :limit
        FOR UPDATE OF item SKIP LOCKED
    ))
    RETURNING id, tenant_id, lead_id, message_id, device_id, kind, attempts, lease, created_at
""")

RELEASE_FORGOTTEN = text("""
    UPDATE outbox SET due_at = now()
    WHERE kind = 'delivery' AND due_at = app.parked()
      AND NOT EXISTS (
          SELECT FROM outbox earlier
          WHERE earlier.tenant_id = outbox.tenant_id AND earlier.lead_id = outbox.lead_id
            AND earlier.kind = 'delivery' AND earlier.id < outbox.id
      )
      AND NOT EXISTS (
          SELECT FROM devices
          WHERE devices.tenant_id = outbox.tenant_id AND devices.id = outbox.device_id
            AND devices.paused IS NOT NULL
      )
""")


@dataclass(frozen=True)
class ClaimedItem:
    """An item that a worker holds by its lease."""

    id: int
    tenant_id: int
    lead_id: int
    message_id: int | None
    device_id: int | None
    kind: str
    attempts: int
    """The number of claims so far, this one included."""
    lease: str
    created_at: datetime


@dataclass(frozen=True)
class Backlog:
    """A tenant's messages that wait to be delivered, and for how long the oldest has."""

    queued: int
    oldest_seconds: int | None


def queue_delivery(message: Message) -> None:
    """Queue the delivery of an outgoing message through its device."""
    db.session.execute(
        insert(OutboxItem).values(
            tenant_id=message.tenant_id,
            lead_id=message.lead_id,
            message_id=message.id,
            device_id=message.device_id,
            kind="delivery",
        )
    )


def queue_media(tenant: TenantInfo, lead_id: int) -> None:
    """Queue that the files of a lead's messages are fetched, unless it is queued already."""
    item = insert(OutboxItem).values(tenant_id=tenant.id, lead_id=lead_id, kind="media")
    # Touched, so that a worker that is just finishing the one that is queued sees what is new.
    queued = item.on_conflict_do_update(
        index_elements=["tenant_id", "lead_id"],
        index_where=OutboxItem.kind == "media",
        set_={"due_at": func.least(OutboxItem.due_at, func.now())},
    )
    db.session.execute(queued)


def queue_push(tenant: TenantInfo, lead_id: int) -> None:
    """Queue that the team is told about a lead now, if anybody takes notifications."""
    is_taken = exists().where(PushSubscription.tenant_id == tenant.id)
    columns = (literal(tenant.id), literal(lead_id), literal("push"))
    item = insert(OutboxItem).from_select(
        ["tenant_id", "lead_id", "kind"], select(*columns).where(is_taken)
    )
    queued = item.on_conflict_do_update(
        index_elements=["tenant_id", "lead_id"],
        index_where=OutboxItem.kind == "push",
        set_={"due_at": func.least(OutboxItem.due_at, func.now())},
    )
    db.session.execute(queued)


def drop(tenant: TenantInfo, lead_ids: Collection[int]) -> None:
    """Remove everything that is queued for some leads."""
    of_leads = (OutboxItem.tenant_id == tenant.id, OutboxItem.lead_id.in_(lead_ids))
    db.session.execute(delete(OutboxItem).where(*of_leads))


def claim(limit: int = 1) -> list[ClaimedItem]:
    """Claim up to `limit` items that are due; commit before working on them."""
    now = datetime.now(UTC)
    parameters = {
        "lease": uuid.uuid4().hex,
        "lease_until": now + LEASE,
        "now": now,
        "limit": limit,
    }
    rows = db.session.execute(CLAIM, parameters).mappings()
    items = [ClaimedItem(**row) for row in rows]
    return sorted(items, key=lambda item: item.id)


def renew(item: ClaimedItem) -> bool:
    """Hold an item for another lease; return False if another worker holds it now."""
    held = update(OutboxItem).where(_is_held(item))
    lease_until = datetime.now(UTC) + LEASE
    return _changed(held.values(lease_until=lease_until).returning(OutboxItem.id))


def finish(item: ClaimedItem) -> bool:
    """Remove an item from the queue; return False if another worker holds it now.

    Then nothing of this worker's work on it may be committed.
    """
    return _changed(delete(OutboxItem).where(_is_held(item)).returning(OutboxItem.id))


def postpone(item: ClaimedItem, until: datetime, *, keep_attempt: bool = True) -> bool:
    """Release an item until a later time; return False if another worker holds it now.

    Without `keep_attempt`, this attempt does not count.
    """
    attempts = item.attempts if keep_attempt else item.attempts - 1
    released = (
        update(OutboxItem)
        .where(_is_held(item))
        .values(due_at=until, lease=None, lease_until=None, attempts=attempts)
    )
    return _changed(released.returning(OutboxItem.id))


def delivery_backlog(tenant: TenantInfo) -> Backlog:
    """Return a tenant's deliveries that wait."""
    waiting = select(func.count(), func.min(OutboxItem.created_at)).where(
        OutboxItem.tenant_id == tenant.id, OutboxItem.kind == "delivery"
    )
    queued, oldest = db.session.execute(waiting).one()
    return Backlog(queued, _seconds_since(oldest))


def release_forgotten() -> None:
    """Make parked deliveries due that nothing blocks any more.

    Triggers do that at once; this is for what they could not see, such as an earlier delivery that
    another transaction was just finishing.
    """
    db.session.execute(RELEASE_FORGOTTEN)


def oldest_queued_seconds() -> int | None:
    """Return for how long the oldest item of all tenants has waited: the figure to alarm on."""
    is_delivery = OutboxItem.kind == "delivery"
    waits_since = case((is_delivery, OutboxItem.created_at), else_=OutboxItem.due_at)
    seconds = _seconds_since(db.session.scalar(select(func.min(waits_since))))
    if seconds is None:
        return None
    return max(0, seconds)


def _is_held(item: ClaimedItem) -> ColumnElement[bool]:
    return (OutboxItem.id == item.id) & (OutboxItem.lease == item.lease)


def _changed(statement: ReturningDelete[tuple[int]] | ReturningUpdate[tuple[int]]) -> bool:
    return db.session.scalar(statement) is not None


def _seconds_since(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return int((datetime.now(UTC) - moment).total_seconds())
