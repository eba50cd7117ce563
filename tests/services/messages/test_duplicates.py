"""Incoming messages that repeat a stored one."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from autoleads.models import Lead, Message
from autoleads.services.messages.inbound import Received
from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, connect
from tests.support.receiving import MINUTE, NOW, change, only_lead, receive


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


def test_one_message_reported_by_number_and_by_privacy_id_opens_one_lead(line: Line) -> None:
    first = receive(line, "Halo, masih ada?", NOW)

    again = receive(line, "Halo, masih ada?", NOW, sender="100000000000001@lid")

    assert again == Received("duplicate", first.lead_id)


@pytest.mark.parametrize(
    "other", [{"name": "Sari"}, {"inboxid": 7}, {"at": NOW - MINUTE}, {"text": "Halo"}]
)
def test_message_of_another_customer_under_a_privacy_id_is_stored(
    line: Line, other: dict[str, Any]
) -> None:
    first = receive(line, "Halo, masih ada?", NOW, name="Budi")
    hidden: dict[str, Any] = {"text": "Halo, masih ada?", "at": NOW, "name": "Budi"} | other

    received = receive(line, sender="100000000000001@lid", **hidden)

    assert received.status == "processed"
    assert received.lead_id != first.lead_id
