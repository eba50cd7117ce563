"""Many messages and many workers at once, over commits that are commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Device, Lead, Message
from autoleads.services import autoreply, messages
from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, connect, rows, tenant_context
from tests.support.fonnte_payloads import message

BUYERS_MESSAGES = 50
WORKERS = 6


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(times)

    def one(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def receive(line: Line, text: str, number: int) -> None:
    with tenant_context(line.dealer):
        device = db.session.get_one(Device, (line.dealer.tenant.id, line.device_id))
        messages.receive(
            line.dealer.tenant, device, message(message=text, inboxid=f"{text}-{number}")
        )
        db.session.commit()


def answer(line: Line, now: datetime) -> str | None:
    with tenant_context(line.dealer):
        lead_id = db.session.scalars(select(Lead.id)).one()
        outcome = autoreply.send_auto_reply(line.dealer.tenant, lead_id, line.device_id, now=now)
        db.session.commit()
        return outcome.message.text if outcome.message else None


def sent(line: Line) -> list[Message]:
    return rows(line.dealer, select(Message).where(Message.sender == "bot").order_by(Message.id))


def test_fifty_first_messages_and_several_workers_make_one_auto_reply(live_dealer: Dealer) -> None:
    line = connect(live_dealer)
    # As many at a time as there are connections.
    for batch in range(BUYERS_MESSAGES // 10):
        at_once(10, lambda number, batch=batch: receive(line, "lokasi?", batch * 10 + number))  # type: ignore[misc]
    now = datetime.now(UTC)
    told = at_once(WORKERS, lambda _: answer(line, now))
    assert len([text for text in told if text]) == 1
    assert len(sent(line)) == 1
    assert (
        len(rows(live_dealer, select(Message).where(Message.sender == "customer")))
        == BUYERS_MESSAGES
    )


def test_messages_that_arrive_during_an_auto_reply_are_replied_to_once(
    live_dealer: Dealer,
) -> None:
    line = connect(live_dealer)
    receive(line, "lokasi?", 0)
    start = datetime.now(UTC)

    def one(number: int) -> None:
        if number % 2:
            receive(line, "bisa tukar tambah?", number)
        else:
            answer(line, start)

    at_once(10, one)
    answer(line, start + timedelta(seconds=30))
    told = sent(line)
    assert 1 <= len(told) <= 2
    assert any("tukar tambah" in message.text for message in told)
    with tenant_context(live_dealer):
        lead_id = db.session.scalars(select(Lead.id)).one()
        last = autoreply.send_auto_reply(
            live_dealer.tenant, lead_id, line.device_id, now=start + timedelta(minutes=5)
        )
        assert last == autoreply.NO_REPLY
