"""Incoming messages: the contact, the lead and its times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Contact, Device, Lead, LeadEvent, Tenant
from autoleads.services import messages, tenants
from autoleads.services.leads.opening_sql import BY_PHONE
from tests.support.factories import Dealer
from tests.support.fake_gateway import (
    Line,
    connect,
    make_cars,
    rows,
    tenant_context,
)
from tests.support.fonnte_payloads import message
from tests.support.receiving import MINUTE, NOW, change, only_lead, receive
from tests.support.statements import recorded_statements

LID = "100000000000001@lid"


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


def test_same_phone_is_another_contact_at_another_dealer(line: Line, dealer_b: Dealer) -> None:
    other = connect(dealer_b, label="6281100000002")
    receive(line, name="Budi")
    receive(other, name="Pak Budi")

    assert only_lead(line).contact.name == "Budi"
    assert only_lead(other).contact.name == "Pak Budi"


# Leads


def test_a_message_and_its_auto_reply_take_one_statement(line: Line) -> None:
    with tenant_context(line.dealer):
        tenant = tenants.get(line.dealer.tenant.id)
        device = db.session.get_one(Device, (tenant.id, line.device_id))
        messages.receive(tenant, device, message(message="halo", inboxid=1))
        with recorded_statements(line.dealer.app) as statements:
            messages.receive(tenant, device, message(message="masih ada?", inboxid=2))

    assert [statement.startswith(f"EXECUTE {BY_PHONE.name}") for statement in statements] == [True]


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
