"""Kill workers and crash the database while they deliver a queue, and count the messages.

The text of each message is its number, so the fake Fonnte tells which arrived, how
often and in which order.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from threading import Thread

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.dev.fake_fonnte import FakeApi, FakeFonnte, Response
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.extensions import db
from autoleads.models import Lead
from autoleads.services import devices, leads, messages, tenants
from autoleads.services.devices import NewDevice
from autoleads.services.leads import Opening
from autoleads.services.messages import NewMessage
from autoleads.services.tenants import NewTenant, TenantInfo

ERROR_SHARE = 0.10
LATE_SHARE = 0.03
LATENCY = 0.1
STALL_TIMEOUT = 5.0
"""Seconds without a call after which the next worker is killed anyway."""
DRAIN_TIMEOUT = 300.0
SETTLED = ("accepted", "sent", "delivered", "read", "failed", "unknown")
RELEASE_LEASES = "UPDATE outbox SET due_at = now(), lease_until = now() RETURNING 1"


class UnreliableApi(FakeApi):
    """A slow API; 10 % of its responses are errors, and 3 % come after the client gave up."""

    def __init__(self, late_seconds: float | None) -> None:
        super().__init__()
        self.calls = 0
        self._late_seconds = late_seconds
        self._random = random.Random(1)  # noqa: S311

    def call(self, path: str, token: str, fields: dict[str, str]) -> Response | None:
        with self.lock:
            self.calls += 1
            draw = self._random.random()
        time.sleep(LATENCY)
        if draw < ERROR_SHARE:
            return 500, "text/html", "<h1>500 Internal Server Error</h1>"
        response = super().call(path, token, fields)
        if draw < ERROR_SHARE + LATE_SHARE:
            if self._late_seconds is None:
                return None
            time.sleep(self._late_seconds)
        return response


@dataclass(frozen=True)
class Trial:
    """The size of a trial."""

    messages: int = 3000
    workers: int = 4
    kills: int = 40
    dealers: int = 5
    leads: int = 30
    """Of each dealer."""
    late_seconds: float | None = 17
    """Longer than the client waits; None closes the connection at once, which leaves it in the
    same doubt."""


@dataclass(frozen=True)
class Report:
    """The results of a trial, by message."""

    statuses: Counter[str]
    lost: int
    """Still queued at the end, or accepted although they never arrived."""
    doubled: int
    """Arrived more than once."""
    disordered: int
    """Leads whose messages arrived in another order than they were written in."""
    seconds: float

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered)


def run(trial: Trial) -> Report:
    """Queue the messages, kill the workers that deliver them, deliver the rest, and count."""
    api = UnreliableApi(trial.late_seconds)
    with _serve(api) as url, deployment(url) as deployed:
        _queue_messages(deployed, trial)
        started = time.monotonic()
        _kill_workers(deployed, api, trial)
        _drain(deployed)
        return _report(deployed, api, time.monotonic() - started)


@contextmanager
def _serve(api: FakeApi) -> Iterator[str]:
    """Serve the API at the URL that is yielded."""
    with FakeFonnte(api=api) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.url
        server.shutdown()


def _queue_messages(deployed: Deployment, trial: Trial) -> None:
    """Give each dealer leads with queued messages; every dealer gets every n-th number."""
    app = deployed.app()
    for number in range(trial.dealers):
        texts = range(number, trial.messages, trial.dealers)
        with app.app_context():
            with platform_scope():
                new_tenant = NewTenant(slug=f"dealer{number}", name=f"Dealer {number}")
                tenant = tenants.create(new_tenant, status="active")
                db.session.commit()
            with tenant_scope(tenant.id):
                label = f"62811000{number:05}"
                device, _ = devices.create(tenant, NewDevice(label=label, token=f"token-{number}"))
                chats = [_create_lead(tenant, number, n) for n in range(trial.leads)]
                for position, text in enumerate(texts):
                    lead = chats[position % trial.leads]
                    message = NewMessage(
                        sender="sales", origin="api", text=str(text), device_id=device.id
                    )
                    messages.queue_message(tenant, lead, message, datetime.now(UTC))
                db.session.commit()
    with app.app_context():
        db.engine.dispose()


def _create_lead(tenant: TenantInfo, dealer: int, number: int) -> Lead:
    opening = Opening(source="whatsapp", phone=f"+62812{dealer:03}{number:06}")
    return leads.get(tenant, leads.find_or_open(tenant, opening).lead_id)


def _kill_workers(deployed: Deployment, api: UnreliableApi, trial: Trial) -> None:
    """Kill a worker after each further part of the messages, and crash the database half-way."""
    dice = random.Random(2)  # noqa: S311
    workers = [deployed.start_worker() for _ in range(trial.workers)]
    for kill in range(1, trial.kills + 1):
        _wait_for_calls(api, trial.messages * kill // (trial.kills + 1))
        victim = dice.randrange(len(workers))
        deployed.kill(workers[victim])
        workers[victim] = deployed.start_worker()
        if kill == trial.kills // 2:
            deployed.server.restart(immediate=True)


def _wait_for_calls(api: UnreliableApi, calls: int) -> None:
    """Wait until the fake Fonnte was called so often, or not called for a while."""
    seen = api.calls
    deadline = time.monotonic() + STALL_TIMEOUT
    while api.calls < calls and time.monotonic() < deadline:
        if api.calls != seen:
            seen = api.calls
            deadline = time.monotonic() + STALL_TIMEOUT
        time.sleep(0.01)


def _drain(deployed: Deployment) -> None:
    """Stop the workers and let one deliver the rest, without waiting for expired leases."""
    deployed.stop()
    deadline = time.monotonic() + DRAIN_TIMEOUT
    while deployed.query(RELEASE_LEASES) and time.monotonic() < deadline:
        deployed.flask("worker", "--once")


def _report(deployed: Deployment, api: UnreliableApi, seconds: float) -> Report:
    rows = deployed.query("SELECT text, status FROM messages")
    arrived = Counter(entry["message"] for entry in api.entries)
    lost = 0
    for text, status in rows:
        never_arrived = status == "accepted" and not arrived[text]
        lost += status not in SETTLED or never_arrived
    return Report(
        statuses=Counter(status for _, status in rows),
        lost=lost,
        doubled=sum(times > 1 for times in arrived.values()),
        disordered=_count_disordered(api),
        seconds=seconds,
    )


def _count_disordered(api: UnreliableApi) -> int:
    chats = defaultdict(list)
    for entry in api.entries:
        chats[entry["target"]].append(int(entry["message"]))
    disordered = 0
    for numbers in chats.values():
        disordered += any(earlier > later for earlier, later in pairwise(numbers))
    return disordered
