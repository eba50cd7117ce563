"""Statuses of outgoing messages, reported in any order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from autoleads.extensions import db
from autoleads.models import Message, PendingStatus
from autoleads.services import leads
from autoleads.services.leads import Opening
from autoleads.services.messages import statuses
from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, connect, data, rows, tenant_context


def sending(line: Line, number: int = 1) -> int:
    """Create a message that is being sent; its gateway id is not known yet."""
    tenant = line.dealer.tenant
    with tenant_context(line.dealer):
        lead = leads.find_or_open(tenant, Opening(source="whatsapp", phone=f"+62812900{number:05}"))
        message = Message(
            tenant_id=tenant.id,
            lead_id=lead.lead_id,
            direction="out",
            sender="sales",
            status="sending",
            text="ya, ada",
        )
        db.session.add(message)
        db.session.commit()
        return message.id


def accept(line: Line, message_id: int, gateway_id: str = "7001") -> None:
    with tenant_context(line.dealer):
        tenant = line.dealer.tenant
        message = db.session.get_one(Message, (tenant.id, message_id))
        lead = leads.get_locked(tenant, message.lead_id)
        statuses.mark_accepted(tenant, lead, message, gateway_id)
        db.session.commit()


def report(line: Line, **fields: Any) -> str:
    status: str = data(line.post({"device": line.label, **fields}, "/status"))["status"]
    return status


def status_of(line: Line, message_id: int) -> str:
    status: str = rows(line.dealer, select(Message.status).where(Message.id == message_id))[0]
    return status


@pytest.mark.parametrize(
    ("reported", "end"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["sent", "processing", "pending"], "sent"),
        (["sent", "failed", "delivered"], "delivered"),
        (["failed", "sent"], "failed"),
        (["failed", "delivered", "read"], "read"),
        (["read", "failed", "sent"], "read"),
        (["delivered", "failed"], "delivered"),
        (["invalid"], "failed"),
        (["expired", "expired"], "failed"),
        (["url unreachable"], "failed"),
        (["somewhere", "sent"], "sent"),
        (["waiting"], "accepted"),
    ],
)
@pytest.mark.parametrize("early", [False, True], ids=["after the id", "before the id"])
def test_status_moves_forward_only(line: Line, reported: list[str], end: str, early: bool) -> None:
    message_id = sending(line)
    if not early:
        accept(line, message_id)
    assert {report(line, id="7001", status=word) for word in reported} == {"processed"}
    if early:
        assert status_of(line, message_id) == "sending"
        accept(line, message_id)

    assert status_of(line, message_id) == end


@pytest.mark.parametrize("early", [False, True], ids=["after the id", "before the id"])
def test_state_id_is_stored_when_it_comes_with_the_gateway_id(line: Line, early: bool) -> None:
    message_id = sending(line)
    if not early:
        accept(line, message_id)
    report(line, stateid="3EB0A", state="delivered")
    report(line, id=7001, stateid="3EB0A", status="sent", state="sent")
    if early:
        accept(line, message_id)
    assert status_of(line, message_id) == "delivered"

    report(line, stateid="3EB0A", state="read")
    assert status_of(line, message_id) == "read"


def test_old_id_does_not_move_a_message_that_is_sent_again(line: Line) -> None:
    message_id = sending(line)
    accept(line, message_id)
    with tenant_context(line.dealer):
        db.session.execute(update(Message).values(status="queued"))
        db.session.commit()

    report(line, id="7001", status="failed")
    assert status_of(line, message_id) == "queued"
    accept(line, message_id, "7002")
    assert status_of(line, message_id) == "accepted"


def test_status_from_another_dealer_is_not_applied(line: Line, dealer_b: Dealer) -> None:
    message_id = sending(line)
    accept(line, message_id)
    other = connect(dealer_b, label="6281100000002")

    report(other, id="7001", status="read")
    assert report(line, id="7001", status="read", device=other.label) == "ignored"
    assert status_of(line, message_id) == "accepted"


@pytest.mark.parametrize(
    "body",
    ["", "{}", "[]", "nonsense", '{"id": [], "status": {}}', '{"id": "1"}', '{"status": "sent"}'],
)
def test_malformed_status_is_ignored_with_200(line: Line, body: str) -> None:
    assert data(line.post(body, "/status")) == {"status": "ignored"}


def test_pending_statuses_are_deleted_after_a_day(line: Line) -> None:
    report(line, id="1", status="sent")
    report(line, id="2", status="sent")
    with tenant_context(line.dealer):
        yesterday = datetime.now(UTC) - timedelta(hours=25)
        db.session.execute(
            update(PendingStatus)
            .where(PendingStatus.gateway_id == "1")
            .values(created_at=yesterday)
        )
        db.session.commit()
    report(line, id="3", status="sent")

    assert [early.gateway_id for early in rows(line.dealer, select(PendingStatus))] == ["2", "3"]


def test_status_that_arrives_while_the_id_is_stored_is_applied(live_dealer: Dealer) -> None:
    line = connect(live_dealer)
    ids = [sending(line, number) for number in range(25)]
    barrier = Barrier(2 * len(ids))

    def store_id(message_id: int) -> None:
        barrier.wait(timeout=20)
        accept(line, message_id, f"id {message_id}")

    def report_status(message_id: int) -> None:
        barrier.wait(timeout=20)
        report(line, id=f"id {message_id}", status="delivered")

    with ThreadPoolExecutor(2 * len(ids)) as pool:
        done = [
            pool.submit(work, message_id)
            for message_id in ids
            for work in (store_id, report_status)
        ]
    assert [future.exception() for future in done] == [None] * len(done)

    assert {status_of(line, message_id) for message_id in ids} == {"delivered"}
