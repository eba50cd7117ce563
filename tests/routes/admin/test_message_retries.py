"""Messages sent again."""

from __future__ import annotations

from typing import Any

import pytest

from autoleads.models import Lead, Message
from tests.support.factories import Dealer, make_lead, make_message
from tests.support.fake_gateway import connect
from tests.support.lead_api import data
from tests.support.message_api import messages_path, opt_out, queued_deliveries


def sent(dealer: Dealer, lead: Lead, status: str, **columns: Any) -> Message:
    return make_message(
        dealer, lead, "Halo", **{"direction": "out", "sender": "sales", "status": status, **columns}
    )


@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_retry_of_a_failed_or_unknown_message_queues_it_once(dealer_a: Dealer, status: str) -> None:
    line = connect(dealer_a)
    lead = make_lead(dealer_a)
    message = sent(dealer_a, lead, status, error="no_answer")
    again = messages_path(lead, f"/{message.id}/retry")

    shown = data(dealer_a.sales.post(again))

    assert (shown["id"], shown["status"], shown["error"]) == (message.id, "queued", None)
    assert queued_deliveries(dealer_a) == [(message.id, line.device_id)]
    assert dealer_a.sales.post(again).status_code == 409
    assert len(queued_deliveries(dealer_a)) == 1


@pytest.mark.parametrize(
    "status", ["queued", "sending", "accepted", "sent", "delivered", "read", "received"]
)
def test_retry_of_a_message_in_another_status_is_409(dealer_a: Dealer, status: str) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a)
    direction = {"direction": "in", "sender": "customer"} if status == "received" else {}
    message = sent(dealer_a, lead, status, **direction)

    response = dealer_a.owner.post(messages_path(lead, f"/{message.id}/retry"))

    assert (response.status_code, response.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert queued_deliveries(dealer_a) == []


def test_retry_to_an_opted_out_customer_is_409(dealer_a: Dealer) -> None:
    connect(dealer_a)
    lead = make_lead(dealer_a)
    message = sent(dealer_a, lead, "failed")
    opt_out(dealer_a, lead)

    assert dealer_a.owner.post(messages_path(lead, f"/{message.id}/retry")).status_code == 409
    assert queued_deliveries(dealer_a) == []


def test_retry_under_another_lead_is_404(dealer_a: Dealer, dealer_b: Dealer) -> None:
    lead = make_lead(dealer_a)
    others = [
        sent(dealer_a, make_lead(dealer_a), "failed"),
        sent(dealer_b, make_lead(dealer_b), "failed"),
    ]

    for message in others:
        assert dealer_a.owner.post(messages_path(lead, f"/{message.id}/retry")).status_code == 404
