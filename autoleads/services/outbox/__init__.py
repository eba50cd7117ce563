"""The outbox: a queue of work for the workers in PostgreSQL, and their heartbeats."""

from autoleads.services.outbox.heartbeats import record_heartbeat, seconds_since_heartbeat
from autoleads.services.outbox.queue import (
    LEASE,
    Backlog,
    ClaimedItem,
    claim,
    delivery_backlog,
    drop,
    finish,
    oldest_queued_seconds,
    postpone,
    queue_delivery,
    queue_media,
    queue_push,
    release_forgotten,
    renew,
)

__all__ = [
    "LEASE",
    "Backlog",
    "ClaimedItem",
    "claim",
    "delivery_backlog",
    "drop",
    "finish",
    "oldest_queued_seconds",
    "postpone",
    "queue_delivery",
    "queue_media",
    "queue_push",
    "record_heartbeat",
    "release_forgotten",
    "renew",
    "seconds_since_heartbeat",
]
