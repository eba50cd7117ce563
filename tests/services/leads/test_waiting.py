"""The clock of a lead, when replies arrive, fail or are only thanked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from autoleads.extensions import db
from autoleads.models import Message
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer
from tests.support.fake_gateway import rows, tenant_context
from tests.support.gateways import use_fonnte
from tests.support.lead_api import LEADS, data
from tests.support.loopback import Control
from tests.text.chat.test_courtesy import COURTESIES, QUESTIONS

HOUR = timedelta(hours=1)


@pytest.fixture
def deliveries(dealer_a: Dealer, fake_fonnte: Any) -> Deliveries:
    """The deliveries of a dealer whose device sends through the fake Fonnte."""
    use_fonnte(dealer_a.app, fake_fonnte.url, send_timeout=0.2)
    return make_deliveries(dealer_a)


def ask(deliveries: Deliveries, text: str = "Masih ada?", ago: timedelta = HOUR) -> int:
    lead_id: int = deliveries.line.say(text, ago=ago)["leadId"]
    return lead_id


def shown(deliveries: Deliveries, lead_id: int) -> dict[str, Any]:
    lead: dict[str, Any] = data(deliveries.dealer.owner.get(f"{LEADS}/{lead_id}"))
    return lead


def reply(deliveries: Deliveries, lead_id: int, text: str = "Ada Kak") -> int:
    path = f"{LEADS}/{lead_id}/messages"
    message_id: int = data(deliveries.dealer.owner.post(path, json={"text": text}), 201)["id"]
    return message_id


def status_of(deliveries: Deliveries, message_id: int) -> str:
    return deliveries.message(message_id).status


def test_failed_reply_lets_the_customer_wait_with_the_old_clock(
    deliveries: Deliveries, control: Control
) -> None:
    lead_id = ask(deliveries)
    waited_since = shown(deliveries, lead_id)["waitingSince"]
    control(mode="refuse", reason="target invalid")
    message_id = reply(deliveries, lead_id)
    assert shown(deliveries, lead_id)["waitingSince"] is None
    deliveries.work()

    lead = shown(deliveries, lead_id)
    assert status_of(deliveries, message_id) == "failed"
    assert (lead["waitingSince"], lead["waitingKind"]) == (waited_since, "question")
    assert lead["firstResponseAt"] is None


def test_accepted_retry_of_a_failed_reply_stops_the_clock(
    deliveries: Deliveries, control: Control
) -> None:
    lead_id = ask(deliveries)
    control(mode="refuse", reason="target invalid")
    message_id = reply(deliveries, lead_id)
    deliveries.work()
    control()
    path = f"{LEADS}/{lead_id}/messages/{message_id}/retry"
    deliveries.dealer.owner.post(path)
    assert shown(deliveries, lead_id)["waitingSince"] is not None
    deliveries.work()

    lead = shown(deliveries, lead_id)
    assert status_of(deliveries, message_id) == "accepted"
    assert (lead["waitingSince"], lead["waitingKind"]) == (None, None)
    assert lead["firstResponseAt"] is not None


def test_failed_reply_beside_a_good_one_changes_nothing(
    deliveries: Deliveries, control: Control
) -> None:
    lead_id = ask(deliveries)
    reply(deliveries, lead_id)
    deliveries.work()
    control(mode="refuse", reason="target invalid")
    reply(deliveries, lead_id, "Mau lihat kapan?")
    deliveries.work()

    lead = shown(deliveries, lead_id)
    assert lead["waitingSince"] is None
    assert lead["firstResponseAt"] is not None


def test_two_failed_replies_leave_the_wait_of_the_first(
    deliveries: Deliveries, control: Control
) -> None:
    lead_id = ask(deliveries)
    waited_since = shown(deliveries, lead_id)["waitingSince"]
    control(mode="refuse", reason="target invalid")
    reply(deliveries, lead_id)
    reply(deliveries, lead_id, "Mau lihat kapan?")
    deliveries.work()

    assert shown(deliveries, lead_id)["waitingSince"] == waited_since


def test_proof_of_delivery_leads_out_of_failed_and_stops_the_clock(
    deliveries: Deliveries,
) -> None:
    lead_id = ask(deliveries)
    message_id = reply(deliveries, lead_id)
    deliveries.work()
    gateway_id = deliveries.message(message_id).gateway_id
    status = {"device": deliveries.line.label, "id": gateway_id}
    deliveries.line.post({**status, "status": "failed"}, "/status")
    assert shown(deliveries, lead_id)["waitingSince"] is not None

    deliveries.line.post({**status, "Status": "Delivered"}, "/status")

    message = deliveries.message(message_id)
    assert (message.status, message.error) == ("delivered", None)
    assert isinstance(message.sent_at, datetime)
    assert shown(deliveries, lead_id)["waitingSince"] is None


def test_unknown_reply_is_no_answer(deliveries: Deliveries, control: Control) -> None:
    lead_id = ask(deliveries)
    control(mode="hang")
    message_id = reply(deliveries, lead_id)
    deliveries.work()

    assert status_of(deliveries, message_id) == "unknown"
    assert shown(deliveries, lead_id)["waitingSince"] is not None


@pytest.mark.parametrize("text", COURTESIES)
def test_thanks_after_a_reply_wait_as_courtesy(deliveries: Deliveries, text: str) -> None:
    lead_id = ask(deliveries)
    assert shown(deliveries, lead_id)["waitingKind"] == "question"
    reply(deliveries, lead_id)
    ask(deliveries, text, timedelta())

    assert shown(deliveries, lead_id)["waitingKind"] == "courtesy"
    ask(deliveries, "bisa nego?", timedelta())
    assert shown(deliveries, lead_id)["waitingKind"] == "question"


@pytest.mark.parametrize("text", QUESTIONS[:3])
def test_question_after_a_reply_waits_as_a_question(deliveries: Deliveries, text: str) -> None:
    lead_id = ask(deliveries)
    reply(deliveries, lead_id)
    ask(deliveries, text, timedelta())

    assert shown(deliveries, lead_id)["waitingKind"] == "question"


def test_thanks_before_any_reply_wait_as_a_question(deliveries: Deliveries) -> None:
    lead_id = ask(deliveries)
    ask(deliveries, "makasih", timedelta())

    assert shown(deliveries, lead_id)["waitingKind"] == "question"


def test_wait_of_a_message_from_before_this_release_is_a_question(deliveries: Deliveries) -> None:
    lead_id = ask(deliveries)
    with tenant_context(deliveries.dealer):
        db.session.execute(update(Message).values(waited_since=None))
        db.session.commit()

    assert shown(deliveries, lead_id)["waitingKind"] == "question"
    assert rows(deliveries.dealer, select(Message.waited_since)) == [None]
