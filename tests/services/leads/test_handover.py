"""The flag of a lead that needs a person: who sees it, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.services.leads.test_waiting import ask, reply, shown
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer, make_lead
from tests.support.gateways import use_fonnte
from tests.support.lead_api import LEADS, NOW, data, timeline
from tests.support.loopback import Control

MINUTE = timedelta(minutes=1)


@pytest.fixture
def deliveries(dealer_a: Dealer, fake_fonnte: Any) -> Deliveries:
    """The deliveries of a dealer whose device sends through the fake Fonnte."""
    use_fonnte(dealer_a.app, fake_fonnte.url, send_timeout=0.2)
    return make_deliveries(dealer_a)


def complain(deliveries: Deliveries) -> int:
    """Post a complaint, let the worker hand the lead over, and return its id."""
    lead_id = ask(deliveries, "saya kecewa", ago=MINUTE)
    deliveries.work()
    assert shown(deliveries, lead_id)["needsPerson"] == "complaint"
    return lead_id


def test_handover_is_shown_in_lead_timeline_and_figures(deliveries: Deliveries) -> None:
    lead_id = complain(deliveries)
    dealer = deliveries.dealer
    entries = [
        entry for entry in timeline(dealer.owner, lead_id) if entry["type"] == "needs_person"
    ]
    assert [(entry["reason"], entry["by"]) for entry in entries] == [("complaint", None)]
    assert data(dealer.owner.get(f"{LEADS}/stats"))["needsPerson"] == 1


def test_late_complaint_is_flagged_and_not_replied_to(deliveries: Deliveries) -> None:
    lead_id = ask(deliveries, "saya kecewa", ago=timedelta(hours=2))
    deliveries.work()
    assert shown(deliveries, lead_id)["needsPerson"] == "complaint"
    messages = data(deliveries.dealer.owner.get(f"{LEADS}/{lead_id}/messages"))
    assert [message["sender"] for message in messages] == ["customer"]


def test_reply_of_a_person_ends_it(deliveries: Deliveries) -> None:
    lead_id = complain(deliveries)
    reply(deliveries, lead_id)
    assert shown(deliveries, lead_id)["needsPerson"] is None


def test_reply_that_did_not_arrive_brings_it_back(deliveries: Deliveries, control: Control) -> None:
    lead_id = complain(deliveries)
    control(mode="refuse", reason="target invalid")
    message_id = reply(deliveries, lead_id)
    deliveries.work()
    assert shown(deliveries, lead_id)["needsPerson"] == "complaint"

    control()
    path = f"{LEADS}/{lead_id}/messages/{message_id}/retry"
    assert deliveries.dealer.owner.post(path).status_code == 200
    deliveries.work()
    assert shown(deliveries, lead_id)["needsPerson"] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/answered", None),
        ("PATCH", "", {"status": "won"}),
        ("PATCH", "", {"status": "lost", "lostReason": "harga"}),
    ],
)
def test_answer_elsewhere_and_closing_end_it(
    dealer_a: Dealer, method: str, path: str, body: dict[str, Any] | None
) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW, needs_person="payment")
    options = {"json": body} if body else {}
    changed = dealer_a.owner.open(method, f"{LEADS}/{lead.id}{path}", **options)
    assert data(changed)["needsPerson"] is None


def test_figures_count_only_what_the_user_sees(dealer_a: Dealer, dealer_b: Dealer) -> None:
    make_lead(dealer_a, needs_person="person", assigned_to=dealer_a.user_ids["sales2"])
    make_lead(dealer_a, needs_person="person")
    assert data(dealer_a.owner.get(f"{LEADS}/stats"))["needsPerson"] == 2
    assert data(dealer_a.sales.get(f"{LEADS}/stats"))["needsPerson"] == 1
    assert data(dealer_b.owner.get(f"{LEADS}/stats"))["needsPerson"] == 0
