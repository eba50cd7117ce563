"""Auto-replies as the worker sends them: claimed once, with all messages that have arrived."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import Engine, select, text

from autoleads.extensions import db
from autoleads.models import Message
from autoleads.services import autoreply, outbox, tenants
from autoleads.worker import jobs
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer
from tests.support.fake_gateway import queued_auto_replies, rows, tenant_context
from tests.support.waiting import wait_until


def auto_replies(deliveries: Deliveries) -> list[str]:
    return rows(deliveries.dealer, select(Message.text).where(Message.sender == "bot"))


def test_message_that_arrives_after_the_claim_is_part_of_the_auto_reply(
    deliveries: Deliveries,
) -> None:
    deliveries.line.say("Halo kak", inboxid=1)
    [item] = deliveries.claim()
    deliveries.line.say("Avanza masih ada?", inboxid=2)
    assert deliveries.claim() == [], "the worker that claimed the auto-reply keeps it"

    with deliveries.dealer.app.app_context():
        jobs.process(item)
    assert len(auto_replies(deliveries)) == 1
    assert [queued.kind for queued in deliveries.items()] == ["delivery"]


def test_messages_that_arrive_after_the_claim_use_up_no_attempts(
    deliveries: Deliveries,
) -> None:
    claimed = []
    for number in range(1, 8):
        deliveries.line.say(f"pesan {number}", inboxid=number)
        claimed += deliveries.claim()

    assert [item.attempts for item in claimed] == [1]


def test_message_that_arrives_during_an_auto_reply_queues_the_next_one(
    live_dealer: Dealer, owner_engine: Engine
) -> None:
    deliveries = make_deliveries(live_dealer)
    lead_id = deliveries.line.say("Halo kak", inboxid=1)["leadId"]
    [item] = deliveries.claim()

    def waits_for_the_contact() -> bool:
        with owner_engine.connect() as connection:
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(connection.scalar(waiting))

    with ThreadPoolExecutor(1) as pool:
        with tenant_context(live_dealer):
            tenant = tenants.get(live_dealer.tenant.id)
            autoreply.send_auto_reply(tenant, lead_id, item.device_id, now=datetime.now(UTC))
            second = pool.submit(deliveries.line.say, "Avanza masih ada?", inboxid=2)
            wait_until(waits_for_the_contact)
            assert outbox.finish(item)
            db.session.commit()
        assert second.result()["leadId"] == lead_id

    [queued] = queued_auto_replies(live_dealer)
    assert (queued.lease, queued.attempts) == (None, 0)
