"""Kill workers and crash the database in the middle of a queue, and count what became of every message.

Each message's text is its number, so the stand-in's inbox tells which arrived, how often, and in which order. The
stand-in is slow, answers some calls with an error and some too late to be heard. Exit code 1 if one was lost or doubled.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from threading import Thread

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.dev.fake_fonnte.server import Answer, FakeFonnte
from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.services import devices, leads, outbox, tenants
from benchmarks.deployment import Deployment, deployment

ERRORS = 0.10
LATE = 0.03
LATENCY = 0.1
PATIENCE = 5.0
"""Seconds without a call after which the next worker is killed anyway."""
SETTLED = ("accepted", "sent", "delivered", "read", "failed", "unknown")


class UnreliableFonnte(FakeFonnte):
    """Slow; 10 % of its answers are errors, and 3 % come so late that nobody hears them, though the message was taken."""

    def __init__(self, late_seconds: float | None) -> None:
        super().__init__()
        self.calls = 0
        self._late_seconds = late_seconds
        self._random = random.Random(1)

    def call(self, path: str, token: str, fields: dict[str, str]) -> Answer | None:
        with self.lock:
            self.calls += 1
            luck = self._random.random()
        time.sleep(LATENCY)
        if luck < ERRORS:
            return 500, "text/html", "<h1>500 Internal Server Error</h1>"
        answer = super().call(path, token, fields)
        if luck < ERRORS + LATE:
            if self._late_seconds is None:
                return None
            time.sleep(self._late_seconds)
        return answer


@dataclass(frozen=True)
class Trial:
    """What is done to how many messages."""

    messages: int = 3000
    workers: int = 4
    kills: int = 40
    dealers: int = 5
    leads: int = 30
    """Of each dealer."""
    late_seconds: float | None = 17
    """Longer than the client waits; None closes the connection instead, which leaves the same doubt at once."""


@dataclass(frozen=True)
class Report:
    """What became of the messages."""

    statuses: Counter[str]
    lost: int
    """Still waiting at the end, or thought to be accepted though it never arrived."""
    doubled: int
    """Arrived more than once."""
    disordered: int
    """Leads whose messages arrived in another order than they were written in."""
    kills: int
    seconds: float

    @property
    def in_doubt(self) -> int:
        return self.statuses["unknown"]

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered)


def run(trial: Trial) -> Report:
    """Queue the messages, let the workers deliver them while they are killed, drain, count."""
    with fake_fonnte(trial.late_seconds) as fonnte, deployment(fonnte.url) as deployed:
        _queue(deployed, trial)
        started = time.monotonic()
        kills = _wreak_havoc(deployed, fonnte, trial)
        _drain(deployed)
        return _count(deployed, fonnte, kills, time.monotonic() - started)


@contextmanager
def fake_fonnte(late_seconds: float | None) -> Iterator[UnreliableFonnte]:
    with UnreliableFonnte(late_seconds) as fonnte:
        Thread(target=fonnte.serve_forever, args=(0.05,), daemon=True).start()
        yield fonnte
        fonnte.shutdown()


def _queue(deployed: Deployment, trial: Trial) -> None:
    """Dealers with leads whose messages wait, written by turns."""
    app = deployed.app()
    for number in range(trial.dealers):
        with app.app_context():
            with platform_scope():
                tenant = tenants.create(f"dealer{number}", f"Dealer {number}", status="active")
                db.session.commit()
            with tenant_scope(tenant.id):
                device, _ = devices.create(
                    tenant, label=f"62811000{number:05}", token=f"token-{number}"
                )
                people = [
                    leads.upsert_contact(tenant, phone=f"+62812{number:03}{n:06}")
                    for n in range(trial.leads)
                ]
                chats = [
                    Lead(tenant_id=tenant.id, contact_id=person.id, source="whatsapp")
                    for person in people
                ]
                db.session.add_all(chats)
                db.session.flush()
                for text in range(number, trial.messages, trial.dealers):
                    lead = chats[text // trial.dealers % trial.leads]
                    message = Message(
                        tenant_id=tenant.id, lead_id=lead.id, direction="out", sender="sales", status="queued", text=str(text)
                    )  # fmt: skip
                    db.session.add(message)
                    db.session.flush()
                    outbox.queue_delivery(message, device.id)
                db.session.commit()
    with app.app_context():
        db.engine.dispose()


def _wreak_havoc(deployed: Deployment, fonnte: UnreliableFonnte, trial: Trial) -> int:
    """Kill a worker each time another part of the messages was tried, and once, half-way, the database."""
    dice = random.Random(2)
    workers = [deployed.start_worker() for _ in range(trial.workers)]
    for kill in range(1, trial.kills + 1):
        _await_calls(fonnte, trial.messages * kill // (trial.kills + 1))
        victim = dice.randrange(len(workers))
        workers[victim].kill()
        workers[victim].wait()
        deployed.processes.remove(workers[victim])
        workers[victim] = deployed.start_worker()
        if kill == trial.kills // 2:
            deployed.server.restart(immediate=True)
    return trial.kills


def _await_calls(fonnte: UnreliableFonnte, calls: int) -> None:
    seen, since = fonnte.calls, time.monotonic()
    while fonnte.calls < calls and time.monotonic() - since < PATIENCE:
        if fonnte.calls != seen:
            seen, since = fonnte.calls, time.monotonic()
        time.sleep(0.01)


def _drain(deployed: Deployment, deadline_seconds: float = 300) -> None:
    """Let the workers end, then one do the rest; what the dead ones held is due at once instead of after a minute."""
    deployed.stop()
    deadline = time.monotonic() + deadline_seconds
    while _free_leases(deployed) and time.monotonic() < deadline:
        deployed.flask("worker", "--once")


def _free_leases(deployed: Deployment) -> bool:
    """Nobody is alive who holds one; false when nothing waits any more."""
    return bool(deployed.query("UPDATE outbox SET due_at = now(), lease_until = now() RETURNING 1"))


def _count(deployed: Deployment, fonnte: UnreliableFonnte, kills: int, seconds: float) -> Report:
    rows = deployed.query("SELECT text, status FROM messages")
    arrived = Counter(entry["message"] for entry in fonnte.entries)
    lost = sum(
        status not in SETTLED or (status == "accepted" and not arrived[text])
        for text, status in rows
    )
    chats = defaultdict(list)
    for entry in fonnte.entries:
        chats[entry["target"]].append(int(entry["message"]))
    return Report(
        statuses=Counter(status for _, status in rows),
        lost=lost,
        doubled=sum(times > 1 for times in arrived.values()),
        disordered=sum(
            any(one > next_ for one, next_ in pairwise(chat)) for chat in chats.values()
        ),
        kills=kills,
        seconds=seconds,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks crash", description=__doc__)
    parser.add_argument("--messages", type=int, default=Trial.messages)
    parser.add_argument("--workers", type=int, default=Trial.workers)
    parser.add_argument("--kills", type=int, default=Trial.kills)
    chosen = parser.parse_args()
    report = run(Trial(chosen.messages, chosen.workers, chosen.kills))
    print(
        f"{chosen.messages} messages, {report.kills} × kill -9, one crash of the database, {report.seconds:.0f} s"
    )
    print(f"lost {report.lost}, doubled {report.doubled}, leads out of order {report.disordered}")
    print(f"in doubt and shown as such {report.in_doubt}; all: {dict(report.statuses)}")
    sys.exit(not report.good)


if __name__ == "__main__":
    main()
