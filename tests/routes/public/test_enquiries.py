"""Enquiries from the web site."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from autoleads.extensions import db
from autoleads.models import Contact, Lead, LeadCar, LeadEvent, Message
from autoleads.models.car import CarStatus
from tests.support.factories import Dealer
from tests.support.fake_gateway import (
    connect,
    data,
    make_cars,
    queued_auto_replies,
    rows,
    tenant_context,
)

PHONE = "0812-9000-1111"


def enquire(dealer: Dealer, **fields: Any) -> TestResponse:
    return dealer.public.post("/api/leads", json={"name": "Budi", "phone": PHONE, **fields})


def test_enquiry_opens_a_lead_that_waits(dealer_a: Dealer) -> None:
    [car] = make_cars(dealer_a, "A01")
    response = enquire(
        dealer_a, message="Masih ada?\nBisa kredit?", carSlug=car.slug, channel=" OLX "
    )

    [lead] = rows(dealer_a, select(Lead))
    [message] = rows(dealer_a, select(Message))
    assert (response.status_code, data(response)) == (201, {"leadId": lead.id})
    assert "Location" not in response.headers
    assert (lead.source, lead.channel, lead.status) == ("web", "olx", "new")
    assert (lead.contact.phone, lead.contact.name) == ("+6281290001111", "Budi")
    assert lead.waiting_since == lead.last_message_at is not None
    assert (message.direction, message.sender, message.kind) == ("in", "customer", "text")
    assert message.text == "Masih ada?\nBisa kredit?"
    assert [asked.car_id for asked in rows(dealer_a, select(LeadCar))] == [car.id]
    assert queued_auto_replies(dealer_a) == []


def test_enquiry_asks_about_the_car_of_its_page_then_those_of_its_codes(
    dealer_a: Dealer,
) -> None:
    [a01, b12, c03] = make_cars(dealer_a, "A01", "B12", "C03")
    enquire(dealer_a, message="#C03 atau #B12.ig, bukan #A01", carSlug=a01.slug)

    asked = rows(dealer_a, select(LeadCar).order_by(LeadCar.position))
    assert [car.car_id for car in asked] == [a01.id, c03.id, b12.id]
    assert rows(dealer_a, select(Lead.channel)) == ["ig"]
    [message] = rows(dealer_a, select(Message))
    assert message.codes == ["C03", "B12", "A01"]


def test_new_lead_of_an_enquiry_is_recorded_and_assigned_by_turn(dealer_a: Dealer) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"assignment": {"mode": "round-robin"}})
    enquire(dealer_a, channel="olx")
    enquire(dealer_a)

    opened, assigned = rows(dealer_a, select(LeadEvent).order_by(LeadEvent.id))
    assert (opened.type, opened.data["source"], opened.data["channel"]) == ("opened", "web", "olx")
    assert (assigned.type, assigned.data["to"]) == ("assigned", dealer_a.user_ids["sales"])


@pytest.mark.parametrize("message", [{}, {"message": None}, {"message": " \n "}])
def test_enquiry_without_a_message_opens_a_lead_that_waits(
    dealer_a: Dealer, message: dict[str, Any]
) -> None:
    assert enquire(dealer_a, **message).status_code == 201

    assert rows(dealer_a, select(Message)) == []
    assert rows(dealer_a, select(Lead))[0].waiting_since is not None


def test_enquiry_continues_the_open_lead_of_its_phone(dealer_a: Dealer) -> None:
    said = connect(dealer_a).say("halo")
    asked = data(enquire(dealer_a, phone="+62 812 9000 1111", name="Orang Lain", message="lagi"))

    [lead] = rows(dealer_a, select(Lead))
    assert asked["leadId"] == said["leadId"] == lead.id
    assert (lead.source, lead.contact.name) == ("whatsapp", "Budi")


def test_enquiry_does_not_reopen_a_closed_lead(dealer_a: Dealer) -> None:
    first = data(enquire(dealer_a))["leadId"]
    with tenant_context(dealer_a):
        db.session.execute(update(Lead).values(status="lost"))
        db.session.commit()

    assert data(enquire(dealer_a))["leadId"] != first


def test_enquiry_does_not_lift_an_opt_out(dealer_a: Dealer) -> None:
    enquire(dealer_a)
    with tenant_context(dealer_a):
        db.session.execute(update(Contact).values(opted_out_at=datetime.now(UTC)))
        db.session.commit()
    enquire(dealer_a, message="halo")

    assert rows(dealer_a, select(Contact))[0].opted_out_at is not None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"phone": "12"}, "phone"),
        ({"phone": "120363000000000001@g.us"}, "phone"),
        ({"message": "x" * 10_001}, "message"),
        ({"carSlug": "no-such-car"}, "carSlug"),
        ({"channel": "x" * 21}, "channel"),
        ({"channel": "a b"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"tenantId": 1}, "tenantId"),
        ({"status": "won"}, "status"),
    ],
)
def test_invalid_enquiry_is_422_and_stores_nothing(
    dealer_a: Dealer, fields: dict[str, Any], field: str
) -> None:
    response = enquire(dealer_a, **fields)

    assert response.status_code == 422
    assert [detail["field"] for detail in response.get_json()["error"]["details"]] == [field]
    assert rows(dealer_a, select(Contact)) == []


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_car_that_customers_may_not_see_is_422(dealer_a: Dealer, status: CarStatus) -> None:
    [car] = make_cars(dealer_a, "A01", status=status)

    assert enquire(dealer_a, carSlug=car.slug).status_code == 422


def test_car_of_another_tenant_is_422(dealer_a: Dealer, dealer_b: Dealer) -> None:
    [car] = make_cars(dealer_b, "A01")

    assert enquire(dealer_a, carSlug=car.slug).status_code == 422


def test_concurrent_enquiries_and_chats_of_one_phone_open_one_lead(live_dealer: Dealer) -> None:
    line = connect(live_dealer)
    with ThreadPoolExecutor(20) as pool:
        web = [pool.submit(enquire, live_dealer, message=f"web {n}") for n in range(10)]
        chat = [pool.submit(line.say, f"chat {n}", inboxid=n) for n in range(1, 11)]

    assert {data(f.result())["leadId"] for f in web} | {f.result()["leadId"] for f in chat} == {
        rows(live_dealer, select(Lead.id))[0]
    }
    assert len(rows(live_dealer, select(Message))) == 20
