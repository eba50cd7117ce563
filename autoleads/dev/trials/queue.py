"""The queue with many dealers and many waiting items: how long a claim and a round take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from autoleads.database.tenant_scope import platform_scope
from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.extensions import db
from autoleads.services import outbox
from autoleads.worker import maintenance

TENANTS = 3_000
WAITING = 20_000
CLAIMS = 20
ADD_TENANTS = """
    INSERT INTO tenants (slug, name, status)
    SELECT 'many-' || n, 'Many ' || n, 'active' FROM generate_series(1, %s) n
"""
WAITING_BEHIND_DEVICE = """
    INSERT INTO outbox (tenant_id, lead_id, message_id, device_id, kind)
    SELECT d.tenant_id, n, n, d.id, 'delivery'
    FROM (SELECT * FROM devices ORDER BY id LIMIT 1) d, generate_series(1, %s) n
"""
WAITING_BEHIND_LEAD = """
    INSERT INTO outbox (tenant_id, lead_id, message_id, device_id, kind, due_at)
    SELECT d.tenant_id, 1, n, d.id, 'delivery',
           CASE WHEN n = 1 THEN now() + interval '1 hour' ELSE now() END
    FROM (SELECT * FROM devices ORDER BY id LIMIT 1) d, generate_series(1, %s) n
"""


@dataclass(frozen=True)
class Timing:
    """The median time of something, in milliseconds."""

    name: str
    milliseconds: float


def run() -> list[Timing]:
    with deployment() as deployed:
        fill(deployed, Volume(dealers=2, cars=2, leads=1, messages=1))
        deployed.query(ADD_TENANTS, TENANTS)
        timings = [
            _round(deployed),
            _claim(deployed, "claim, empty queue", None),
        ]
        deployed.query("UPDATE devices SET paused = 'disconnected'")
        timings.append(_claim(deployed, "claim, behind a paused device", WAITING_BEHIND_DEVICE))
        deployed.query("UPDATE devices SET paused = NULL")
        deployed.query("TRUNCATE outbox")
        timings.append(_claim(deployed, "claim, behind one lead", WAITING_BEHIND_LEAD))
        return timings


def _round(deployed: Deployment) -> Timing:
    with deployed.app().app_context():
        return Timing(f"maintenance, {TENANTS} dealers", _median(maintenance.run_maintenance, 3))


def _claim(deployed: Deployment, name: str, waiting: str | None) -> Timing:
    if waiting is not None:
        deployed.query(waiting, WAITING)
        deployed.query("VACUUM ANALYZE outbox")
    with deployed.app().app_context(), platform_scope():

        def claim() -> None:
            outbox.claim(4)
            db.session.rollback()

        claim()
        return Timing(name, _median(claim, CLAIMS))


def _median(work: Callable[[], None], times: int) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[times // 2] * 1000
