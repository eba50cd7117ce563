"""Incoming messages: the contact, the lead, duplicates, times, and the queued auto-reply."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Contact, Device, Lead, LeadEvent, Message, OutboxItem, Tenant
from autoleads.services import messages, tenants
from autoleads.services.messages.inbound import Received
from tests.support.factories import Dealer
from tests.support.fake_gateway import (
    Line,
    connect,
    make_cars,
    queued_auto_replies,
    rows,
    tenant_context,
)
from tests.support.fonnte_payloads import message

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
LID = "100000000000001@lid"


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def receive(line: Line, text: str = "halo", at: datetime | None = None, **fields: Any) -> Received:
    timestamp = {"timestamp": at.timestamp()} if at else {}
    may_auto_reply = fields.pop("may_auto_reply", True)
    with tenant_context(line.dealer):
        device = db.session.get_one(Device, (line.dealer.tenant.id, line.device_id))
        inbound = message(message=text, **timestamp, **fields)
        received = messages.receive(
            tenants.get(line.dealer.tenant.id), device, inbound, may_auto_reply=may_auto_reply
        )
        db.session.commit()
        return received


def change(line: Line, statement: Any) -> None:
    with tenant_context(line.dealer):
        db.session.execute(statement)
        db.session.commit()


def only_lead(line: Line) -> Lead:
    [lead] = rows(line.dealer, select(Lead))
    assert isinstance(lead, Lead)
    return lead


# Contacts


def test_name_of_a_contact_is_set_once(line: Line) -> None:
    receive(line, "satu", NOW, name="")
    receive(line, "dua", NOW + MINUTE, name="Budi")
    receive(line, "tiga", NOW + 2 * MINUTE, name="Budi Motor Murah")

    assert [contact.name for contact in rows(line.dealer, select(Contact))] == ["Budi"]


def test_contact_known_by_privacy_id_gets_its_phone_later(line: Line) -> None:
    first = receive(line, "satu", sender=LID)
    assert [(c.phone, c.lid) for c in rows(line.dealer, select(Contact))] == [(None, LID)]

    second = receive(line, "dua", senderlid=LID)
    third = receive(line, "tiga", sender=LID)

    assert [(c.phone, c.lid) for c in rows(line.dealer, select(Contact))] == [
        ("+6281290001111", LID)
    ]
    assert first.lead_id == second.lead_id == third.lead_id


def test_contact_known_by_phone_gets_its_privacy_id_later(line: Line) -> None:
    first = receive(line, "satu")
    second = receive(line, "dua", senderlid=LID)
    third = receive(line, "tiga", sender=LID)

    assert first.lead_id == second.lead_id == third.lead_id


def test_two_contacts_with_leads_are_not_merged(line: Line) -> None:
    by_phone, by_lid = receive(line, "satu"), receive(line, "dua", sender=LID)
    both = receive(line, "tiga", senderlid=LID)

    assert by_phone.lead_id != by_lid.lead_id
    assert both.lead_id == by_phone.lead_id
    assert receive(line, "empat", sender=LID).lead_id == by_lid.lead_id


def test_same_phone_is_another_contact_at_another_dealer(line: Line, dealer_b: Dealer) -> None:
    other = connect(dealer_b, label="6281100000002")
    receive(line, name="Budi")
    receive(other, name="Pak Budi")

    assert only_lead(line).contact.name == "Budi"
    assert only_lead(other).contact.name == "Pak Budi"


# Leads


@pytest.mark.parametrize("status", ["won", "lost"])
def test_message_after_a_closed_lead_opens_a_new_lead(line: Line, status: str) -> None:
    first = receive(line, "satu")
    assert receive(line, "dua").lead_id == first.lead_id
    change(line, update(Lead).values(status=status, closed_at=NOW))

    assert receive(line, "tiga").lead_id != first.lead_id
    assert len(rows(line.dealer, select(LeadEvent).where(LeadEvent.type == "opened"))) == 2


def test_new_leads_are_assigned_by_turn_and_to_the_last_salesperson(line: Line) -> None:
    with line.dealer.app.app_context(), platform_scope():
        db.session.execute(update(Tenant).values(settings={"assignment": {"mode": "round-robin"}}))
        db.session.commit()
    first, second = receive(line), receive(line, sender="6281290002222")
    change(line, update(Lead).values(status="lost"))
    again = receive(line, "lagi", sender="6281290002222")

    assigned = {lead.id: lead.assigned_to for lead in rows(line.dealer, select(Lead))}
    assert {assigned[first.lead_id], assigned[second.lead_id]} == {
        line.dealer.user_ids["sales"],
        line.dealer.user_ids["sales2"],
    }
    assert assigned[again.lead_id] == assigned[second.lead_id]


def test_car_asked_about_again_keeps_position_and_first_time(line: Line) -> None:
    [first, second] = make_cars(line.dealer, "A01", "B12")
    receive(line, "#A01", NOW - 3 * MINUTE)
    receive(line, "#B12 dan #A01", NOW - MINUTE)
    receive(line, "#A01", NOW - 2 * MINUTE)

    with tenant_context(line.dealer):
        [a01, b12] = db.session.scalars(select(Lead)).one().lead_cars
        assert [(a01.car_id, a01.position), (b12.car_id, b12.position)] == [
            (first.id, 1),
            (second.id, 2),
        ]
        assert (a01.first_asked_at, a01.last_asked_at) == (NOW - 3 * MINUTE, NOW - MINUTE)


def test_first_channel_of_a_lead_stays(line: Line) -> None:
    for text in ("halo", "#A01.ig", "#A01.olx"):
        receive(line, text)

    assert only_lead(line).channel == "ig"


# Duplicates


def test_retry_with_a_new_id_is_a_duplicate(line: Line) -> None:
    first = receive(line, "halo", NOW, inboxid=1)

    assert receive(line, "halo", NOW, inboxid=1) == Received("duplicate", first.lead_id)
    assert receive(line, "halo", NOW, inboxid=2) == Received("duplicate", first.lead_id)
    assert receive(line, "halo", NOW) == Received("duplicate", first.lead_id)


@pytest.mark.parametrize("known_by", [{"at": NOW, "inboxid": 1}, {"at": NOW}, {"inboxid": 1}, {}])
def test_retry_does_not_reopen_a_closed_lead(line: Line, known_by: dict[str, Any]) -> None:
    first = receive(line, "halo", **known_by)
    change(line, update(Lead).values(status="won", waiting_since=None))

    assert receive(line, "halo", **known_by) == Received("duplicate", first.lead_id)
    assert only_lead(line).waiting_since is None


def test_retry_does_not_restart_the_wait(line: Line) -> None:
    receive(line, "halo", NOW, inboxid=1)
    change(line, update(Lead).values(waiting_since=None, answered_at=NOW))
    receive(line, "halo", NOW, inboxid=1)

    assert only_lead(line).waiting_since is None


def test_same_text_at_another_time_or_with_another_id_is_stored_again(line: Line) -> None:
    receive(line, "ok", NOW - 5 * MINUTE)
    assert receive(line, "ok", NOW).status == "processed"
    receive(line, "sip", inboxid=1)
    assert receive(line, "sip", inboxid=2).status == "processed"


def test_same_id_on_another_device_is_another_message(line: Line) -> None:
    other = connect(line.dealer, label="6281100000002")
    receive(line, "halo", inboxid=1)

    assert receive(other, "halo", inboxid=1).status == "processed"


def test_same_content_without_id_and_time_is_a_duplicate_for_90_seconds(line: Line) -> None:
    receive(line, "ok")
    assert receive(line, "ok").status == "duplicate"
    assert receive(line, "oke").status == "processed"
    assert receive(line, "ok", sender="6281290002222").status == "processed"

    change(line, update(Message).values(created_at=datetime.now(UTC) - timedelta(seconds=91)))
    assert receive(line, "ok").status == "processed"


def test_concurrent_repeats_without_id_and_time_are_stored_once(
    live_dealer: Dealer,
) -> None:
    line = connect(live_dealer)
    start = Barrier(8)

    def post(_: int) -> str:
        start.wait()
        return receive(line, "ok").status

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(post, range(8)))

    assert outcomes == {"processed": 1, "duplicate": 7}


# Times


def test_late_message_counts_from_when_it_was_written(line: Line) -> None:
    receive(line, "dua", NOW - MINUTE)
    receive(line, "satu", NOW - 5 * MINUTE)
    receive(line, "tiga", NOW)

    lead = only_lead(line)
    assert lead.last_message_at == NOW
    assert lead.waiting_since == NOW - 5 * MINUTE


def test_message_from_the_future_counts_from_now(line: Line) -> None:
    receive(line, "halo", NOW + timedelta(days=400))

    lead = only_lead(line)
    assert lead.waiting_since is not None
    assert lead.waiting_since <= datetime.now(UTC)
    assert lead.last_message_at == lead.waiting_since


def test_only_a_message_after_an_opt_out_lifts_it(line: Line) -> None:
    receive(line, "berhenti", NOW - 2 * MINUTE)
    change(line, update(Contact).values(opted_out_at=NOW - MINUTE))

    receive(line, "harga?", NOW - 3 * MINUTE)
    assert only_lead(line).contact.opted_out_at is not None
    receive(line, "masih ada?", NOW)
    assert only_lead(line).contact.opted_out_at is None


# Auto-replies


@pytest.mark.parametrize(
    ("age", "may_auto_reply", "queued"),
    [(None, True, 1), (29 * MINUTE, True, 1), (31 * MINUTE, True, 0), (None, False, 0)],
)
def test_auto_reply_is_not_queued_to_old_messages_or_above_the_limit(
    line: Line, age: timedelta | None, may_auto_reply: bool, queued: int
) -> None:
    receive(line, "halo", datetime.now(UTC) - age if age else None, may_auto_reply=may_auto_reply)

    assert len(rows(line.dealer, select(Message))) == 1
    assert len(queued_auto_replies(line.dealer)) == queued


def test_auto_reply_is_not_queued_if_the_dealer_disabled_it(line: Line) -> None:
    with line.dealer.app.app_context(), platform_scope():
        db.session.execute(update(Tenant).values(settings={"answers": {"enabled": False}}))
        db.session.commit()
    receive(line)

    assert queued_auto_replies(line.dealer) == []


def test_auto_reply_to_first_message_is_due_at_once_and_to_following_ones_together(
    line: Line,
) -> None:
    before = datetime.now(UTC)
    receive(line, "satu", inboxid=1)
    [first] = queued_auto_replies(line.dealer)
    assert before <= first.due_at <= datetime.now(UTC)

    change(line, delete(OutboxItem))
    receive(line, "dua", inboxid=2)
    [gathered] = queued_auto_replies(line.dealer)
    assert timedelta(seconds=19) < gathered.due_at - datetime.now(UTC) <= timedelta(seconds=20)
    receive(line, "tiga", inboxid=3)
    assert [item.due_at for item in queued_auto_replies(line.dealer)] == [gathered.due_at]

    change(line, delete(OutboxItem))
    change(line, update(Message).values(created_at=datetime.now(UTC) - timedelta(seconds=21)))
    receive(line, "empat", inboxid=4)
    assert queued_auto_replies(line.dealer)[0].due_at <= datetime.now(UTC)


def test_duplicate_queues_no_auto_reply(line: Line) -> None:
    receive(line, "halo", inboxid=1)
    change(line, delete(OutboxItem))
    receive(line, "halo", inboxid=1)

    assert queued_auto_replies(line.dealer) == []
