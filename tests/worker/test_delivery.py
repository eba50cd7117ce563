"""Deliveries, by the gateway's result."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.gateways.outbound import Failure, Refused
from autoleads.services import devices, messages
from autoleads.services.devices import DeviceChanges
from autoleads.services.messages.delivery import BACKOFF
from autoleads.worker import jobs
from tests.support.deliveries import CUSTOMER, Deliveries
from tests.support.fake_gateway import tenant_context
from tests.support.loopback import Control, Inbox, RawServer, http

A_DAY = timedelta(days=1)
PHOTO = {"url": "https://cdn.example.com/avanza.jpg"}
CLOSED_PORT = "http://127.0.0.1:9"


def test_accepted_message_stores_the_gateways_id(deliveries: Deliveries, inbox: Inbox) -> None:
    message_id = deliveries.queue("Masih ada kak", reply_to="90010001")
    deliveries.work()

    [delivered] = inbox(CUSTOMER)
    assert (delivered["message"], delivered["inboxid"]) == ("Masih ada kak", "90010001")
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert deliveries.message(message_id).gateway_id == delivered["id"]
    assert deliveries.items() == []


@pytest.mark.parametrize("given", ["80010001", 80010001, ["80010001"], [80010001]])
def test_gateways_id_may_be_alone_or_in_a_list(
    deliveries: Deliveries, raw_server: RawServer, send_to: Callable[[str], None], given: Any
) -> None:
    url, _ = raw_server(http(json.dumps({"status": True, "id": given})))
    send_to(url)
    message_id = deliveries.queue()
    deliveries.work()
    assert (deliveries.message(message_id).status, deliveries.message(message_id).gateway_id) == (
        "accepted",
        "80010001",
    )


@pytest.mark.parametrize(
    ("reason", "pause"),
    [
        ("token invalid", "token_invalid"),
        ("insufficient quota", "quota_exhausted"),
        ("request invalid on disconnected device", "disconnected"),
    ],
)
def test_device_failure_pauses_the_device_and_keeps_messages_queued(
    deliveries: Deliveries, control: Control, inbox: Inbox, reason: str, pause: str
) -> None:
    control(mode="refuse", reason=reason)
    message_ids = [deliveries.queue("satu"), deliveries.queue("dua")]
    assert deliveries.work() == 1, "one try, then the device rests"

    assert deliveries.device.paused == pause
    assert [deliveries.outcome(i) for i in message_ids] == [("queued", None)] * 2
    control()
    deliveries.pass_time(A_DAY)
    assert deliveries.work() == 0
    assert inbox() == []


def test_device_is_not_paused_for_a_replaced_token(deliveries: Deliveries, inbox: Inbox) -> None:
    message_id = deliveries.queue()
    [item] = deliveries.claim()
    tenant = deliveries.dealer.tenant
    with tenant_context(deliveries.dealer):
        ready = messages.prepare_delivery(tenant, item)
        db.session.commit()
    assert ready is not None
    with tenant_context(deliveries.dealer):
        devices.update(tenant, deliveries.line.device_id, DeviceChanges(token="a-newer-token"))
        db.session.commit()
    with deliveries.dealer.app.app_context():
        jobs.settle(item, ready, Refused(Failure.DEVICE, "token_invalid"))

    assert deliveries.device.paused is None
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_unknown_target_fails_for_good(deliveries: Deliveries, control: Control) -> None:
    control(mode="refuse", reason="target invalid")
    message_id = deliveries.queue()
    assert deliveries.work() == 1
    assert deliveries.outcome(message_id) == ("failed", "target_invalid")
    assert deliveries.items() == []


def test_message_is_sent_without_a_refused_photo(
    deliveries: Deliveries, control: Control, inbox: Inbox
) -> None:
    control(mode="refuse", reason="url invalid", times=1)
    message_id = deliveries.queue("Ini fotonya", kind="image", media=PHOTO)
    deliveries.work()

    [delivered] = inbox()
    assert (delivered["message"], delivered["url"]) == ("Ini fotonya", "")
    message = deliveries.message(message_id)
    assert (message.status, message.kind, message.media) == ("accepted", "text", None)


def test_refused_photo_without_text_fails(
    deliveries: Deliveries, control: Control, inbox: Inbox
) -> None:
    control(mode="refuse", reason="file format not supported", times=1)
    message_id = deliveries.queue("", kind="image", media=PHOTO)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("failed", "request_invalid")
    assert inbox() == []


def test_unreachable_gateway_is_retried_with_backoff_and_then_fails(
    deliveries: Deliveries, send_to: Callable[[str], None]
) -> None:
    send_to(CLOSED_PORT)
    message_id = deliveries.queue()
    for seconds in (5, 30, 120, 600, 1800, 7200):
        before = datetime.now(UTC)
        assert deliveries.work() == 1
        after = datetime.now(UTC)
        [item] = deliveries.items()
        assert item.due_at - before >= timedelta(seconds=0.8 * seconds)
        assert item.due_at - after <= timedelta(seconds=1.2 * seconds)
        assert deliveries.outcome(message_id) == ("queued", "unreachable")
        deliveries.pass_time(timedelta(seconds=1.2 * seconds))
    deliveries.work()
    assert deliveries.outcome(message_id) == ("failed", "unreachable")
    assert deliveries.items() == []


def test_message_is_sent_once_when_the_gateway_is_back(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, send_to: Callable[[str], None], inbox: Inbox
) -> None:
    send_to(CLOSED_PORT)
    message_id = deliveries.queue()
    deliveries.work()
    send_to(fake_fonnte.url)
    assert deliveries.work() == 0, "not before its time"
    deliveries.pass_time(BACKOFF[0] * 1.2)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


@pytest.mark.parametrize("mode", ["hang", "late", "drop", "error", "garbage"])
def test_message_that_may_have_been_sent_becomes_unknown_and_is_not_resent(
    deliveries: Deliveries, control: Control, inbox: Inbox, mode: str
) -> None:
    control(mode=mode, seconds=0.5, times=1)
    message_id = deliveries.queue("satu")
    next_id = deliveries.queue("dua")
    deliveries.work()
    deliveries.pass_time(A_DAY)
    deliveries.work()

    assert deliveries.message(message_id).status == "unknown"
    assert deliveries.outcome(next_id) == ("accepted", None), "the next one is not held up"
    assert [m["message"] for m in inbox()] == (
        ["satu", "dua"] if mode in ("late", "drop") else ["dua"]
    )
    assert deliveries.items() == []


def test_unrecognized_refusal_becomes_unknown(deliveries: Deliveries, control: Control) -> None:
    control(mode="refuse", reason="something new")
    message_id = deliveries.queue()
    deliveries.work()
    assert deliveries.outcome(message_id) == ("unknown", "unclear_answer")
