"""The figures of the whole platform that alarms look at: the queue, the devices, the worker.

They come from the database, because the worker has no port at which it could be asked.
"""

from __future__ import annotations

import logging
from collections import defaultdict

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.metrics import Figure
from autoleads.models.device import DEVICE_STATES
from autoleads.models.outbox import OUTBOX_KINDS

log = logging.getLogger(__name__)

# An item that a worker has claimed is due until it is done; a parked one is not due.
READ = text("""
    SELECT 'due' AS figure, kind AS label, count(*)::float AS value
    FROM outbox WHERE due_at <= now() GROUP BY kind
    UNION ALL
    SELECT 'oldest', kind, extract(epoch FROM now() - min(due_at))
    FROM outbox WHERE due_at <= now() GROUP BY kind
    UNION ALL
    SELECT 'devices', state, count(*) FROM devices GROUP BY state
    UNION ALL
    SELECT 'paused', split_part(paused, ':', 1), count(*)
    FROM devices WHERE paused IS NOT NULL GROUP BY 2
    UNION ALL
    SELECT 'heartbeat', 'any', extract(epoch FROM clock_timestamp() - max(beat_at))
    FROM heartbeats HAVING max(beat_at) IS NOT NULL
""")
NO_ITEMS = dict.fromkeys(OUTBOX_KINDS, 0.0)
NO_DEVICES = dict.fromkeys(DEVICE_STATES, 0.0)


def read_figures() -> list[Figure]:
    """Return the figures; only that the database is away, while it is."""
    try:
        values = _read_values()
    except SQLAlchemyError as error:
        log.warning("database unavailable", extra={"error": type(error).__name__})
        return [_database_up(0)]
    return [
        _database_up(1),
        Figure(
            "autoleads_queue_due",
            "Items of the queue that are due, by kind.",
            "kind",
            NO_ITEMS | values["due"],
        ),
        Figure(
            "autoleads_queue_oldest_due_seconds",
            "For how long the oldest item that is due has been so, by kind.",
            "kind",
            NO_ITEMS | values["oldest"],
        ),
        Figure(
            "autoleads_devices",
            "Devices of all dealers by their state.",
            "state",
            NO_DEVICES | values["devices"],
        ),
        Figure(
            "autoleads_devices_paused",
            "Devices of all dealers that nothing is sent through at present, by reason.",
            "reason",
            values["paused"],
        ),
        Figure(
            "autoleads_worker_heartbeat_age_seconds",
            "The time since a worker was last alive.",
            "worker",
            values["heartbeat"],
        ),
    ]


def _read_values() -> dict[str, dict[str, float]]:
    """Return the values of each figure by label, with one statement."""
    values: dict[str, dict[str, float]] = defaultdict(dict)
    with platform_scope():
        for row in db.session.execute(READ):
            values[row.figure][row.label] = float(row.value)
    return values


def _database_up(value: int) -> Figure:
    return Figure(
        "autoleads_database_up", "1 while the database responds.", "database", {"primary": value}
    )
