"""What becomes of a message, by what the gateway answers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.gateways.base import Failure, Refused
from autoleads.services import devices, messages
from autoleads.services.devices import DeviceChanges
from autoleads.services.messages.delivery import BACKOFF
from autoleads.worker import jobs
from tests.support.fake_gateway import at_work
from tests.support.loopback import Control, Inbox, RawServer, http
from tests.support.outgoing import BUYER, Post

A_DAY = timedelta(days=1)
PHOTO = {"url": "https://cdn.example.com/avanza.jpg"}
NOBODY_LISTENS = "http://127.0.0.1:9"


def test_an_accepted_message_keeps_the_gateways_id(post: Post, inbox: Inbox) -> None:
    message_id = post.write("Masih ada kak", reply_to="90010001")
    post.work()

    [delivered] = inbox(BUYER)
    assert (delivered["message"], delivered["inboxid"]) == ("Masih ada kak", "90010001")
    assert post.outcome(message_id) == ("accepted", None)
    assert post.message(message_id).gateway_id == delivered["id"]
    assert post.waiting() == []


@pytest.mark.parametrize("given", ["80010001", 80010001, ["80010001"], [80010001]])
def test_the_gateways_id_may_be_alone_or_in_a_list(
    post: Post, raw_server: RawServer, send_to: Callable[[str], None], given: Any
) -> None:
    url, _ = raw_server(http(json.dumps({"status": True, "id": given})))
    send_to(url)
    message_id = post.write()
    post.work()
    assert (post.message(message_id).status, post.message(message_id).gateway_id) == (
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
def test_what_is_wrong_with_the_device_pauses_it_and_keeps_the_messages(
    post: Post, control: Control, inbox: Inbox, reason: str, pause: str
) -> None:
    control(mode="refuse", reason=reason)
    message_ids = [post.write("satu"), post.write("dua")]
    assert post.work() == 1, "one try, then the device rests"

    assert post.device.paused == pause
    assert [post.outcome(i) for i in message_ids] == [("queued", None)] * 2
    control()
    post.pass_time(A_DAY)
    assert post.work() == 0
    assert inbox() == []


def test_a_device_is_not_paused_for_a_token_it_no_longer_has(post: Post, inbox: Inbox) -> None:
    message_id = post.write()
    [item] = post.claim()
    tenant = post.dealer.tenant
    with at_work(post.dealer):
        ready = messages.prepare_delivery(tenant, item)
        db.session.commit()
    assert ready is not None
    with at_work(post.dealer):
        devices.update(tenant, post.line.device_id, DeviceChanges(token="a-newer-token"))
        db.session.commit()
    with post.dealer.app.app_context():
        jobs.settle(item, ready, Refused(Failure.DEVICE, "token_invalid"))

    assert post.device.paused is None
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_a_target_that_whatsapp_does_not_know_fails_for_good(post: Post, control: Control) -> None:
    control(mode="refuse", reason="target invalid")
    message_id = post.write()
    assert post.work() == 1
    assert post.outcome(message_id) == ("failed", "target_invalid")
    assert post.waiting() == []


def test_a_refused_photo_is_left_out(post: Post, control: Control, inbox: Inbox) -> None:
    control(mode="refuse", reason="url invalid", times=1)
    message_id = post.write("Ini fotonya", kind="image", media=PHOTO)
    post.work()

    [delivered] = inbox()
    assert (delivered["message"], delivered["url"]) == ("Ini fotonya", "")
    message = post.message(message_id)
    assert (message.status, message.kind, message.media) == ("accepted", "text", None)


def test_a_refused_photo_without_words_fails(post: Post, control: Control, inbox: Inbox) -> None:
    control(mode="refuse", reason="file format not supported", times=1)
    message_id = post.write("", kind="image", media=PHOTO)
    post.work()
    assert post.outcome(message_id) == ("failed", "request_invalid")
    assert inbox() == []


def test_a_gateway_out_of_reach_is_tried_again_less_and_less_often_and_then_no_more(
    post: Post, send_to: Callable[[str], None]
) -> None:
    send_to(NOBODY_LISTENS)
    message_id = post.write()
    for seconds in (5, 30, 120, 600, 1800, 7200):
        before = datetime.now(UTC)
        assert post.work() == 1
        [item] = post.waiting()
        assert 0.8 * seconds <= (item.due_at - before).total_seconds() <= 1.2 * seconds + 1
        assert post.outcome(message_id) == ("queued", "unreachable")
        post.pass_time(timedelta(seconds=1.2 * seconds))
    post.work()
    assert post.outcome(message_id) == ("failed", "unreachable")
    assert post.waiting() == []


def test_a_message_is_sent_once_when_the_gateway_is_back(
    post: Post, fake_fonnte: FakeFonnte, send_to: Callable[[str], None], inbox: Inbox
) -> None:
    send_to(NOBODY_LISTENS)
    message_id = post.write()
    post.work()
    send_to(fake_fonnte.url)
    assert post.work() == 0, "not before its time"
    post.pass_time(BACKOFF[0] * 1.2)
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


@pytest.mark.parametrize("mode", ["hang", "late", "drop", "error", "garbage"])
def test_a_message_that_may_have_been_sent_is_unknown_and_never_sent_again(
    post: Post, control: Control, inbox: Inbox, mode: str
) -> None:
    control(mode=mode, seconds=0.5, times=1)
    message_id = post.write("satu")
    next_id = post.write("dua")
    post.work()
    post.pass_time(A_DAY)
    post.work()

    assert post.message(message_id).status == "unknown"
    assert post.outcome(next_id) == ("accepted", None), "the next one is not held up"
    assert [m["message"] for m in inbox()] == (
        ["satu", "dua"] if mode in ("late", "drop") else ["dua"]
    )
    assert post.waiting() == []


def test_a_refusal_nobody_knows_is_unknown(post: Post, control: Control) -> None:
    control(mode="refuse", reason="something new")
    message_id = post.write()
    post.work()
    assert post.outcome(message_id) == ("unknown", "unclear_answer")
