"""Heartbeats: when the workers were last alive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from autoleads.extensions import db
from autoleads.models import Heartbeat

HEARTBEAT_LIFETIME = timedelta(days=1)


def record_heartbeat(worker: str) -> None:
    """Record that a worker is alive, and delete those that were not for a day."""
    now = datetime.now(UTC)
    heartbeat = insert(Heartbeat).values(worker=worker, beat_at=now)
    db.session.execute(
        heartbeat.on_conflict_do_update(index_elements=["worker"], set_={"beat_at": now})
    )
    db.session.execute(delete(Heartbeat).where(Heartbeat.beat_at < now - HEARTBEAT_LIFETIME))


def seconds_since_heartbeat() -> int | None:
    """Return how long ago any worker was alive; None if none ever was."""
    latest = db.session.scalar(select(func.max(Heartbeat.beat_at)))
    if latest is None:
        return None
    return int((datetime.now(UTC) - latest).total_seconds())
