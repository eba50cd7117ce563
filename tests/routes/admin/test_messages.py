"""Conversations: messages listed and replied to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.services import outbox
from autoleads.worker.jobs import process
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.fake_gateway import connect, rows
from tests.support.lead_api import LEADS, NOW, data, wrong_fields
from tests.support.message_api import messages_path, opt_out, queued_deliveries, shown_lead
from tests.support.threads import run_at_once

PARALLEL = 12


def texts(response: Any) -> list[str]:
    return [message["text"] for message in data(response)]


# Listing


def test_list_returns_every_field_of_a_message(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, display_code="A01", status="archived")
    lead = make_lead(dealer_a)
    message = make_message(
        dealer_a,
        lead,
        "#A01 atau #Z99?",
        codes=["A01", "Z99"],
        kind="image",
        media={"url": "https://files.test/1.jpg", "filename": "1.jpg", "extension": "jpg"},
        location={"lat": -6.2, "lng": 106.8},
        sent_at=NOW,
        created_at=NOW,
    )

    assert data(dealer_a.owner.get(messages_path(lead))) == [
        {
            "id": message.id,
            "direction": "in",
            "sender": "customer",
            "author": None,
            "origin": "whatsapp",
            "edited": False,
            "kind": "image",
            "text": "#A01 atau #Z99?",
            "media": {"url": "https://files.test/1.jpg", "filename": "1.jpg", "extension": "jpg"},
            "location": {"lat": -6.2, "lng": 106.8},
            "cars": [
                {
                    "id": car.id,
                    "displayCode": "A01",
                    "publicName": "Toyota Avanza G 2021",
                    "status": "archived",
                },
                {"id": None, "displayCode": "Z99", "publicName": None, "status": None},
            ],
            "status": "received",
            "error": None,
            "sentAt": "2026-11-22T09:30:00.000Z",
            "createdAt": "2026-11-22T09:30:00.000Z",
        }
    ]


def test_car_of_another_dealer_with_the_same_code_is_not_shown(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    make_car(dealer_b, display_code="A01")
    lead = make_lead(dealer_a)
    make_message(dealer_a, lead, "#A01", codes=["A01"])

    [message] = data(dealer_a.owner.get(messages_path(lead)))
    assert [car["id"] for car in message["cars"]] == [None]


def test_list_returns_the_newest_messages_oldest_first(dealer_a: Dealer) -> None:
    lead, other = make_lead(dealer_a), make_lead(dealer_a)
    said = [make_message(dealer_a, lead, str(n)) for n in range(25)]
    make_message(dealer_a, other, "other")

    assert texts(dealer_a.sales.get(messages_path(lead))) == [str(n) for n in range(5, 25)]
    assert texts(dealer_a.sales.get(messages_path(lead), query_string={"limit": 2})) == ["23", "24"]
    earlier = {"limit": 3, "before": said[5].id}
    assert texts(dealer_a.sales.get(messages_path(lead), query_string=earlier)) == ["2", "3", "4"]
    assert texts(dealer_a.sales.get(messages_path(lead), query_string={"before": said[0].id})) == []


def test_before_must_be_a_message_of_the_lead(dealer_a: Dealer, dealer_b: Dealer) -> None:
    lead, other = make_lead(dealer_a), make_lead(dealer_a)
    foreign = make_message(dealer_b, make_lead(dealer_b))

    for before in (make_message(dealer_a, other).id, foreign.id, 10**15, 0, "x"):
        assert wrong_fields(
            dealer_a.owner.get(messages_path(lead), query_string={"before": before})
        ) == ["before"]


# Replies


def test_reply_is_queued_and_ends_the_wait(dealer_a: Dealer) -> None:
    line = connect(dealer_a)
    car = make_car(dealer_a, display_code="A01")
    lead = make_lead(dealer_a, waiting_since=NOW, last_message_at=NOW)

    response = dealer_a.sales.post(
        messages_path(lead), json={"text": " Masih ada, Kak.\r\n#A01\x00 "}
    )

    message = data(response, 201)
    assert response.headers["Location"].endswith(messages_path(lead))
    assert message["text"] == "Masih ada, Kak.\n#A01"
    assert (message["direction"], message["sender"], message["kind"]) == ("out", "sales", "text")
    assert (message["status"], message["sentAt"], message["error"]) == ("queued", None, None)
    assert message["author"] == {"id": dealer_a.user_ids["sales"], "name": "Sales"}
    assert [mentioned["id"] for mentioned in message["cars"]] == [car.id]
    assert queued_deliveries(dealer_a) == [(message["id"], line.device_id)]
    shown = shown_lead(dealer_a, lead)
    assert (shown["waitingSince"], shown["status"]) == (None, "contacted")
    assert shown["firstResponseAt"] == shown["lastMessageAt"] == message["createdAt"]
    assert shown["cars"] == []


def test_worker_delivers_a_reply(dealer_a: Dealer) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a)
    message = data(dealer_a.owner.post(messages_path(lead), json={"text": "Halo"}), 201)

    with dealer_a.app.app_context():
        with platform_scope():
            [item] = outbox.claim()
            db.session.commit()
        process(item)

    assert data(dealer_a.owner.get(messages_path(lead)))[0]["status"] == "accepted"
    assert queued_deliveries(dealer_a) == []
    assert message["status"] == "queued"


def test_second_reply_does_not_change_the_first_response_time(dealer_a: Dealer) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a, first_response_at=NOW, status="visiting")

    data(dealer_a.owner.post(messages_path(lead), json={"text": "Halo"}), 201)

    shown = shown_lead(dealer_a, lead)
    assert (shown["firstResponseAt"], shown["status"]) == ("2026-11-22T09:30:00.000Z", "visiting")


def test_salesperson_who_replies_to_an_unassigned_lead_gets_it(dealer_a: Dealer) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a)

    data(dealer_a.admin.post(messages_path(lead), json={"text": "Halo"}), 201)
    assert shown_lead(dealer_a, lead)["assignedTo"] is None
    data(dealer_a.sales.post(messages_path(lead), json={"text": "Halo"}), 201)
    assert shown_lead(dealer_a, lead)["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    assert dealer_a.sales2.post(messages_path(lead), json={"text": "Halo"}).status_code == 404


def test_concurrent_replies_are_accepted_from_one_salesperson_only(
    live_app: Flask, live_dealer: Dealer
) -> None:
    connect(live_dealer)
    lead = make_lead(live_dealer)
    both = [live_dealer.sales, live_dealer.sales2]
    together = Barrier(PARALLEL)

    def reply(n: int) -> int:
        together.wait()
        return both[n % 2].post(messages_path(lead), json={"text": str(n)}).status_code

    with ThreadPoolExecutor(PARALLEL) as pool:
        statuses = list(pool.map(reply, range(PARALLEL)))

    assert sorted(statuses) == [201] * (PARALLEL // 2) + [404] * (PARALLEL // 2)
    messages = rows(live_dealer, select(Message))
    assert {message.author_id for message in messages} == {
        rows(live_dealer, select(Lead))[0].assigned_to
    }


def test_reply_uses_the_device_that_the_customer_wrote_to_last(dealer_a: Dealer) -> None:
    first, second = connect(dealer_a), connect(dealer_a, label="6281100000002")
    lead = make_lead(dealer_a)
    through = []

    for wrote_to in (None, second.device_id, first.device_id, None):
        make_message(dealer_a, lead, device_id=wrote_to)
        message = data(dealer_a.owner.post(messages_path(lead), json={"text": "Halo"}), 201)
        through.append(dict(queued_deliveries(dealer_a))[message["id"]])

    assert through == [first.device_id, second.device_id, first.device_id, first.device_id]


def test_reply_without_a_device_is_queued(dealer_a: Dealer, dealer_b: Dealer) -> None:
    connect(dealer_b)
    lead = make_lead(dealer_a, waiting_since=NOW)

    message = data(dealer_a.sales.post(messages_path(lead), json={"text": "Halo"}), 201)

    assert message["status"] == "queued"
    assert queued_deliveries(dealer_a) == [(message["id"], None)]


@pytest.mark.parametrize("unconfirmed", [{}, {"confirm": False}])
def test_reply_to_an_opted_out_customer_is_409_unless_confirmed(
    dealer_a: Dealer, unconfirmed: dict[str, bool]
) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a)
    opt_out(dealer_a, lead)

    refused = dealer_a.owner.post(messages_path(lead), json={"text": "Halo", **unconfirmed})

    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert queued_deliveries(dealer_a) == []
    message = data(
        dealer_a.owner.post(messages_path(lead), json={"text": "Halo", "confirm": True}), 201
    )
    assert [message_id for message_id, _ in queued_deliveries(dealer_a)] == [message["id"]]
    assert shown_lead(dealer_a, lead)["optedOut"] is True


def test_reply_to_a_closed_lead_leaves_it_closed(dealer_a: Dealer) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a, status="won", closed_at=NOW)

    data(dealer_a.owner.post(messages_path(lead), json={"text": "Terima kasih"}), 201)

    assert shown_lead(dealer_a, lead)["status"] == "won"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n\x00 "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": 5}, "text"),
        ({"text": "Halo", "confirm": "perhaps"}, "confirm"),
        ({"text": "Halo", "sender": "customer"}, "sender"),
    ],
)
def test_invalid_reply_is_422_and_names_the_field(
    dealer_a: Dealer, body: dict[str, Any], field: str
) -> None:
    connect(dealer_a)

    assert wrong_fields(dealer_a.owner.post(messages_path(make_lead(dealer_a)), json=body)) == [
        field
    ]


def test_concurrent_messages_edits_and_replies_do_not_deadlock(
    live_app: Flask, live_dealer: Dealer
) -> None:
    line = connect(live_dealer)
    lead_id = line.say("Halo")["leadId"]
    [lead] = rows(live_dealer, select(Lead).where(Lead.id == lead_id))
    owner = live_dealer.owner
    together = Barrier(PARALLEL)

    def talk(n: int) -> int:
        together.wait()
        if n % 2:
            return line.post(line.payload(str(n), ago=timedelta(seconds=n))).status_code
        if n % 4:
            return owner.patch(f"{LEADS}/{lead.id}", json={"customerName": f"Budi {n}"}).status_code
        return owner.post(messages_path(lead), json={"text": str(n)}).status_code

    with ThreadPoolExecutor(PARALLEL) as pool:
        statuses = set(pool.map(talk, range(PARALLEL)))

    assert statuses == {200, 201}


def test_double_click_sends_one_reply(live_dealer: Dealer) -> None:
    lead = make_lead(live_dealer)
    owner = live_dealer.owner
    body = {"text": "Siap Kak, unitnya ada."}

    responses = run_at_once(4, lambda _: owner.post(messages_path(lead), json=body))

    assert len({data(response, 201)["id"] for response in responses}) == 1
    assert len(queued_deliveries(live_dealer)) == 1
    other = data(owner.post(messages_path(lead), json={"text": "Jam berapa?"}), 201)
    assert data(owner.post(messages_path(lead), json=body), 201)["id"] > other["id"]
