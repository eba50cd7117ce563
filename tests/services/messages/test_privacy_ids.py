"""A payload with a phone and a privacy id proves that two contacts are one customer."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Contact, Lead, LeadCar, Message
from tests.support.factories import Dealer
from tests.support.fake_gateway import CUSTOMER, Line, connect, make_cars, rows, tenant_context
from tests.support.lead_api import LEADS, data, timeline
from tests.support.receiving import MINUTE
from tests.support.threads import run_at_once

pytestmark = pytest.mark.slow

LID = "100000000000001@lid"
BY_LID = {"sender": LID}
BY_PHONE = {"sender": CUSTOMER}
PROOF = {"sender": CUSTOMER, "senderlid": LID}


def texts_by_lead(line: Line) -> list[tuple[int, list[str]]]:
    query = select(Message.lead_id, func.array_agg(Message.text)).group_by(Message.lead_id)
    return [(lead_id, sorted(texts)) for lead_id, texts in rows_of(line, query)]


def rows_of(line: Line, query: Any) -> list[Any]:
    with tenant_context(line.dealer):
        return list(db.session.execute(query))


@pytest.mark.parametrize("order", list(itertools.permutations([BY_LID, BY_PHONE, PROOF])))
def test_proof_leaves_one_contact_with_one_open_lead_in_any_order(
    line: Line, order: tuple[dict[str, str], ...]
) -> None:
    for number, address in enumerate(order):
        line.say(f"pesan {number}", **address, ago=(5 - number) * MINUTE)
    last = line.say("pesan 3", **BY_LID)["leadId"]

    [contact] = rows(line.dealer, select(Contact))
    assert (contact.phone, contact.lid) == (f"+{CUSTOMER}", LID)
    assert texts_by_lead(line) == [(last, [f"pesan {number}" for number in range(4)])]


def test_merged_lead_brings_its_cars_its_clock_and_its_timeline(line: Line) -> None:
    make_cars(line.dealer, "A01", "B12")
    older = line.say("#A01 masih ada?", **BY_PHONE, ago=3 * MINUTE)["leadId"]
    younger = line.say("#B12 dan #A01?", **BY_LID, ago=9 * MINUTE)["leadId"]
    waited_since = data(line.dealer.owner.get(f"{LEADS}/{younger}"))["waitingSince"]
    line.dealer.owner.post(f"{LEADS}/{younger}/notes", json={"text": "Serius"})

    assert line.say("jadi?", **PROOF)["leadId"] == older

    lead = data(line.dealer.owner.get(f"{LEADS}/{older}"))
    assert [car["displayCode"] for car in lead["cars"]] == ["A01", "B12"]
    assert lead["waitingSince"] == waited_since
    entries = [entry["type"] for entry in timeline(line.dealer.owner, older)]
    assert sorted(entries) == ["merged", "note", "opened", "opened"]
    assert line.dealer.owner.get(f"{LEADS}/{younger}").status_code == 404
    assert len(rows(line.dealer, select(LeadCar.car_id))) == 2


def test_closed_leads_move_with_their_contact(line: Line) -> None:
    line.say("halo", **BY_PHONE, ago=9 * MINUTE)
    closed = line.say("halo juga", **BY_LID, ago=8 * MINUTE)["leadId"]
    line.dealer.owner.patch(f"{LEADS}/{closed}", json={"status": "won"})
    line.say("lagi", **PROOF)

    [contact] = rows(line.dealer, select(Contact.id))
    leads = rows(line.dealer, select(Lead))
    assert [lead.contact_id for lead in leads] == [contact, contact]


def test_phone_with_another_privacy_id_is_not_merged(line: Line) -> None:
    line.say("satu", **PROOF, ago=9 * MINUTE)
    line.say("dua", sender="200000000000002@lid", ago=8 * MINUTE)
    line.say("tiga", sender=CUSTOMER, senderlid="200000000000002@lid")

    assert len(rows(line.dealer, select(Contact))) == 2


@pytest.mark.parametrize("attempt", range(5))
def test_proofs_among_concurrent_messages_leave_one_open_lead(
    live_dealer: Dealer, attempt: int
) -> None:
    line = connect(live_dealer)
    addresses = [BY_LID, BY_PHONE, PROOF] * 4

    def write(number: int) -> Any:
        return line.say(f"pesan {number}", inboxid=number + 1, **addresses[number])["status"]

    assert run_at_once(12, write) == ["processed"] * 12
    line.say("terakhir", inboxid=99, **PROOF)

    assert len(rows(live_dealer, select(Contact))) == 1
    [(_, texts)] = texts_by_lead(line)
    assert len(texts) == 13
