"""Work for the worker, kept beside the messages it is about, so that a crash loses none and does none twice.

An item is claimed with a lease; only the holder of the lease may finish it. Deliveries of one lead go in order.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from autoleads.extensions import db
from autoleads.models import Heartbeat, Message, OutboxItem
from autoleads.services.tenants import TenantInfo

LEASE = timedelta(seconds=60)

# Due, held by nobody, and for a delivery: the first of its lead, its device not paused, unless a dead worker left it.
# The array makes PostgreSQL choose once; it may run a mere IN again and again, and lock more each time.
CLAIM = text("""
    UPDATE outbox SET lease = :lease, lease_until = :until, attempts = attempts + 1
    WHERE id = ANY (ARRAY(
        SELECT o.id FROM outbox o LEFT JOIN devices d ON d.tenant_id = o.tenant_id AND d.id = o.device_id
        WHERE o.due_at <= :now AND (o.lease_until IS NULL OR o.lease_until < :now)
          AND (o.kind = 'auto_reply' OR d.paused IS NULL OR o.lease IS NOT NULL)
          AND (o.kind = 'auto_reply' OR NOT EXISTS (
              SELECT 1 FROM outbox e
              WHERE e.tenant_id = o.tenant_id AND e.lead_id = o.lead_id AND e.kind = 'delivery' AND e.id < o.id))
        ORDER BY o.due_at, o.id LIMIT :limit
        FOR UPDATE OF o SKIP LOCKED))
    RETURNING id, tenant_id, lead_id, message_id, device_id, kind, attempts, lease, created_at
""").bindparams(bindparam("limit", 1))

# Without its lease, a worker that is just answering cannot finish and leaves all messages to the next.
QUEUE_ANSWER = text("""
    INSERT INTO outbox (tenant_id, lead_id, device_id, kind, due_at)
    VALUES (:tenant_id, :lead_id, :device_id, 'auto_reply', :due_at)
    ON CONFLICT (tenant_id, lead_id) WHERE kind = 'auto_reply'
        DO UPDATE SET due_at = least(outbox.due_at, excluded.due_at), lease = NULL, lease_until = NULL
""")


@dataclass(frozen=True)
class ClaimedItem:
    """An item that this worker holds."""

    id: int
    tenant_id: int
    lead_id: int
    message_id: int | None
    device_id: int | None
    kind: str
    attempts: int
    lease: str
    created_at: datetime


def queue_delivery(message: Message, device_id: int | None) -> None:
    """Have an outgoing message delivered."""
    item = {"tenant_id": message.tenant_id, "lead_id": message.lead_id, "message_id": message.id}
    db.session.execute(insert(OutboxItem).values(**item, device_id=device_id, kind="delivery"))


def queue_auto_reply(tenant: TenantInfo, lead_id: int, device_id: int, *, due_at: datetime) -> None:
    """Have a lead's unanswered messages answered; one that waits already takes the new message in."""
    item = {"tenant_id": tenant.id, "lead_id": lead_id, "device_id": device_id, "due_at": due_at}
    db.session.execute(QUEUE_ANSWER, item)


def claim(limit: int = 1) -> list[ClaimedItem]:
    """Take up to `limit` items that are due; commit before working on them."""
    now = datetime.now(UTC)
    found = db.session.execute(
        CLAIM, {"lease": uuid.uuid4().hex, "now": now, "until": now + LEASE, "limit": limit}
    ).mappings()
    return sorted((ClaimedItem(**row) for row in found), key=lambda item: item.id)


def renew(item: ClaimedItem) -> bool:
    """Hold it for another lease; false when somebody else has it now."""
    until = datetime.now(UTC) + LEASE
    return _touch(
        update(OutboxItem).where(*_held(item)).values(lease_until=until).returning(OutboxItem.id)
    )


def finish(item: ClaimedItem) -> bool:
    """Take it off the queue; false when somebody else has it now, and then nothing of this may be committed."""
    return _touch(delete(OutboxItem).where(*_held(item)).returning(OutboxItem.id))


def postpone(item: ClaimedItem, until: datetime, *, keep_attempt: bool = True) -> bool:
    """Give it back for later; `keep_attempt=False` takes this attempt back."""
    values = {
        "due_at": until,
        "lease": None,
        "lease_until": None,
        "attempts": item.attempts - (not keep_attempt),
    }
    return _touch(update(OutboxItem).where(*_held(item)).values(values).returning(OutboxItem.id))


def queue_age(tenant: TenantInfo) -> tuple[int, int | None]:
    """How many deliveries wait, and for how many seconds the oldest has."""
    waiting = select(func.count(), func.min(OutboxItem.created_at)).where(
        OutboxItem.tenant_id == tenant.id, OutboxItem.kind == "delivery"
    )
    count, oldest = db.session.execute(waiting).one()
    return count, int((datetime.now(UTC) - oldest).total_seconds()) if oldest else None


def oldest_seconds() -> int | None:
    """For how long the oldest item that is due has waited, over all dealers: the figure to alarm on."""
    oldest = db.session.scalar(select(func.min(OutboxItem.due_at)))
    return max(0, int((datetime.now(UTC) - oldest).total_seconds())) if oldest else None


def record_heartbeat(worker: str) -> None:
    """Say that this worker is alive, and forget those that have not been for a day."""
    now = datetime.now(UTC)
    new = insert(Heartbeat).values(worker=worker, beat_at=now)
    db.session.execute(new.on_conflict_do_update(index_elements=["worker"], set_={"beat_at": now}))
    db.session.execute(delete(Heartbeat).where(Heartbeat.beat_at < now - timedelta(days=1)))


def seconds_since_heartbeat() -> int | None:
    """How long ago any worker was alive."""
    last = db.session.scalar(select(func.max(Heartbeat.beat_at)))
    return int((datetime.now(UTC) - last).total_seconds()) if last else None


def _held(item: ClaimedItem) -> tuple[ColumnElement[bool], ...]:
    return OutboxItem.id == item.id, OutboxItem.lease == item.lease


def _touch(statement: ReturningDelete[tuple[int]] | ReturningUpdate[tuple[int]]) -> bool:
    return db.session.scalar(statement) is not None
