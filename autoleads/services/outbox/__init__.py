"""The queue of work for the worker, kept in PostgreSQL."""

from autoleads.services.outbox.queue import (
    LEASE,
    ClaimedItem,
    claim,
    finish,
    oldest_seconds,
    postpone,
    queue_age,
    queue_auto_reply,
    queue_delivery,
    record_heartbeat,
    renew,
    seconds_since_heartbeat,
)

__all__ = [
    "LEASE",
    "ClaimedItem",
    "claim",
    "finish",
    "oldest_seconds",
    "postpone",
    "queue_age",
    "queue_auto_reply",
    "queue_delivery",
    "record_heartbeat",
    "renew",
    "seconds_since_heartbeat",
]
