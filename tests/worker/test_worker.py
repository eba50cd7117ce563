"""Workers as processes and threads, on a database with real commits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.models import Lead
from autoleads.worker import maintenance
from autoleads.worker.loop import Worker
from config import Config
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer, make_lead
from tests.support.fake_gateway import queued_auto_replies, rows
from tests.support.gateways import use_fonnte
from tests.support.loopback import Control, Inbox
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WORKERS = 8


@pytest.fixture
def live_deliveries(live_dealer: Dealer, fake_fonnte: FakeFonnte) -> Deliveries:
    use_fonnte(live_dealer.app, fake_fonnte.url)
    return make_deliveries(live_dealer)


@pytest.fixture
def worker_process(
    live_config: Config, fake_fonnte: FakeFonnte
) -> Iterator[subprocess.Popen[bytes]]:
    """`flask worker`, as it runs in production."""
    env = {
        "PATH": os.environ["PATH"],
        "APP_ENV": "test",
        "DATABASE_URL": live_config.database_url,
        "FONNTE_URL": fake_fonnte.url,
        "LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"], cwd=ROOT, env=env
    )
    yield process
    process.kill()
    process.wait()


def test_concurrent_claims_get_different_items(live_deliveries: Deliveries) -> None:
    for n in range(20):
        live_deliveries.queue(to=f"+628129000{n:04}")
    start = Barrier(WORKERS)

    def claim() -> list[int]:
        start.wait()
        return [item.id for _ in range(5) for item in live_deliveries.claim(2)]

    with ThreadPoolExecutor(WORKERS) as pool:
        claims = [future.result() for future in [pool.submit(claim) for _ in range(WORKERS)]]
    claimed = [item for each in claims for item in each]
    assert len(claimed) == len(set(claimed)) == 20


def test_once_drains_the_queue_and_exits(
    live_app: Flask, live_deliveries: Deliveries, inbox: Inbox
) -> None:
    for n in range(12):
        live_deliveries.queue(str(n), to=f"+628129000000{n % 3}")
    result = live_app.test_cli_runner().invoke(args=["worker", "--once"])

    assert (result.exit_code, result.stdout.split()) == (0, ["done", "12"])
    assert live_deliveries.items() == []
    assert sorted(int(message["message"]) for message in inbox()) == list(range(12))


def test_question_of_a_customer_gets_an_auto_reply_delivered(
    live_app: Flask, live_dealer: Dealer, live_deliveries: Deliveries, inbox: Inbox
) -> None:
    live_deliveries.line.say("Halo kak, ada Avanza?", inboxid=90010001)
    assert len(queued_auto_replies(live_dealer)) == 1
    live_app.test_cli_runner().invoke(args=["worker", "--once"])

    [reply] = inbox("6281290001111")
    assert (bool(reply["message"]), reply["inboxid"]) == (True, "90010001")
    assert live_deliveries.items() == []


def test_sigterm_finishes_the_current_delivery_and_leaves_the_rest(
    live_deliveries: Deliveries,
    worker_process: subprocess.Popen[bytes],
    fake_fonnte: FakeFonnte,
    control: Control,
    inbox: Inbox,
) -> None:
    control(mode="late", seconds=1.5)
    message_ids = [live_deliveries.queue(str(n)) for n in range(3)]
    wait_until(inbox)
    worker_process.send_signal(signal.SIGTERM)

    assert worker_process.wait(20) == 0
    assert [live_deliveries.message(i).status for i in message_ids] == [
        "accepted",
        "queued",
        "queued",
    ]
    assert [(item.lease, item.attempts) for item in live_deliveries.items()] == [(None, 0)] * 2
    control()
    live_deliveries.work()
    assert [message["message"] for message in inbox()] == ["0", "1", "2"]


def test_sigterm_ends_an_idle_worker(
    worker_process: subprocess.Popen[bytes], live_dealer: Dealer
) -> None:
    wait_until(
        lambda: (
            live_dealer.public.get("/readyz").get_json()["data"]["workerBeatSeconds"] is not None
        )
    )
    worker_process.send_signal(signal.SIGTERM)
    assert worker_process.wait(20) == 0


def test_worker_sends_heartbeats(live_app: Flask, live_dealer: Dealer) -> None:
    def beat_seconds() -> int | None:
        seconds: int | None = live_dealer.public.get("/readyz").get_json()["data"][
            "workerBeatSeconds"
        ]
        return seconds

    assert beat_seconds() is None
    worker = Worker(live_app)
    thread = Thread(target=worker.run)
    thread.start()
    try:
        wait_until(lambda: beat_seconds() is not None)
    finally:
        worker.stop.set()
        thread.join()


def test_worker_survives_a_database_failure(
    live_app: Flask, live_deliveries: Deliveries, owner_engine: Engine, inbox: Inbox
) -> None:
    worker = Worker(live_app)
    thread = Thread(target=worker.run)
    thread.start()
    try:
        with owner_engine.connect() as connection:
            connection.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
            connection.commit()
            time.sleep(0.5)
            connection.execute(text("ALTER TABLE elsewhere RENAME TO outbox"))
            connection.commit()
        live_deliveries.queue()
        wait_until(inbox)
    finally:
        worker.stop.set()
        thread.join()


def test_one_worker_at_a_time_reassigns_leads_of_a_tenant(
    live_app: Flask, live_dealer: Dealer, owner_engine: Engine
) -> None:
    settings = {"assignment": {"mode": "round-robin", "reassignAfterMinutes": 5}}
    live_dealer.owner.patch("/api/admin/tenant", json=settings)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    first = live_dealer.user_ids["sales"]
    make_lead(live_dealer, assigned_to=first, assigned_at=hour_ago, waiting_since=hour_ago)

    def assignee_after_maintenance() -> int:
        with live_app.app_context():
            maintenance.run_maintenance()
        [assignee] = rows(live_dealer, select(Lead.assigned_to))
        assert isinstance(assignee, int)
        return assignee

    with owner_engine.connect() as other:
        key = func.hashtextextended(maintenance.REASSIGNMENT_LOCK, live_dealer.tenant.id)
        lock = func.pg_advisory_xact_lock(key)
        other.execute(select(lock))
        assert assignee_after_maintenance() == first
    assert assignee_after_maintenance() == live_dealer.user_ids["sales2"]
