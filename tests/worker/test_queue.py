"""Order, leases, pauses: when a message is sent, and when not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from autoleads.database.tenant_scope import platform_scope
from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.gateways.base import Accepted
from autoleads.models import Device
from autoleads.models.tenant import TenantStatus
from autoleads.services import devices, messages, tenants
from autoleads.services.devices import DeviceChanges
from autoleads.services.messages import delivery
from autoleads.services.messages.delivery import PreparedSend
from autoleads.services.outbox.queue import LEASE, ClaimedItem
from autoleads.worker import jobs
from tests.support.fake_gateway import at_work
from tests.support.loopback import Inbox
from tests.support.outgoing import BUYER, OTHER_BUYER, Post, open_post

NOBODY_LISTENS = "http://127.0.0.1:9"
AN_HOUR = timedelta(hours=1)


def begin(post: Post) -> tuple[ClaimedItem, PreparedSend]:
    """Claim the first message and go as far as just before the call."""
    [item] = post.claim(1)
    with at_work(post.dealer):
        ready = messages.prepare_delivery(post.dealer.tenant, item)
        db.session.commit()
    assert ready is not None
    return item, ready


def set_status(post: Post, status: TenantStatus) -> None:
    with post.dealer.app.app_context(), platform_scope():
        tenants.set_status(post.dealer.tenant, status)
        db.session.commit()


def set_device(post: Post, **columns: Any) -> None:
    with post.dealer.app.app_context(), platform_scope():
        db.session.execute(update(Device).where(Device.id == post.line.device_id).values(columns))
        db.session.commit()


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["message"] for message in messages]


def test_messages_of_a_lead_go_one_after_another_those_of_others_meanwhile(
    post: Post, inbox: Inbox
) -> None:
    first, *_ = [post.write(text) for text in ("satu", "dua", "tiga")]
    other = post.write("lain", to=OTHER_BUYER)
    assert [item.message_id for item in post.claim()] == [first, other]

    post.pass_time(LEASE)
    post.work()
    assert texts(inbox(BUYER)) == ["satu", "dua", "tiga"]


def test_a_message_that_waits_to_be_tried_again_holds_back_the_next_of_its_lead_only(
    post: Post, fake_fonnte: FakeFonnte, send_to: Callable[[str], None], inbox: Inbox
) -> None:
    send_to(NOBODY_LISTENS)
    post.write("satu")
    post.work()
    send_to(fake_fonnte.url)
    post.write("dua")
    post.write("lain", to=OTHER_BUYER)
    post.work()
    assert texts(inbox()) == ["lain"]

    post.pass_time(AN_HOUR)
    post.work()
    assert texts(inbox()) == ["lain", "satu", "dua"]


def test_what_one_worker_holds_no_other_can_claim(post: Post) -> None:
    post.write()
    assert len(post.claim()) == 1
    assert post.claim() == []


def test_a_message_whose_worker_died_before_sending_is_sent(post: Post, inbox: Inbox) -> None:
    message_id = post.write()
    post.claim()
    assert post.work() == 0
    post.pass_time(LEASE)
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


@pytest.mark.parametrize("paused", [None, "quota_exhausted"])
def test_a_message_whose_worker_died_while_sending_is_unknown_also_when_the_device_rests(
    post: Post, inbox: Inbox, paused: str | None
) -> None:
    message_id = post.write()
    begin(post)
    set_device(post, paused=paused)
    post.pass_time(LEASE)
    post.work()
    assert post.outcome(message_id) == ("unknown", "no_answer")
    assert post.waiting() == []
    assert inbox() == []


def test_a_worker_that_comes_late_to_its_claim_leaves_it_to_who_has_it_now(
    post: Post, inbox: Inbox
) -> None:
    message_id = post.write()
    [late] = post.claim()
    post.pass_time(LEASE)
    begin(post)
    with post.dealer.app.app_context():
        jobs.process(late)
    assert post.outcome(message_id) == ("sending", None)
    assert inbox() == []


def test_of_two_workers_that_hold_a_message_only_the_later_one_sends_it(
    post: Post, inbox: Inbox
) -> None:
    message_id = post.write()
    [late] = post.claim()
    post.pass_time(LEASE)
    [holder] = post.claim()
    for item in (late, holder):
        with post.dealer.app.app_context():
            jobs.process(item)
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_the_gateways_yes_counts_even_after_the_message_was_given_up(post: Post) -> None:
    message_id = post.write()
    item, ready = begin(post)
    post.pass_time(LEASE)
    post.work()
    with post.dealer.app.app_context():
        jobs.settle(item, ready, Accepted("80010001"))
    assert post.outcome(message_id) == ("accepted", None)
    assert post.message(message_id).gateway_id == "80010001"


@pytest.mark.parametrize(
    ("sender", "minutes", "outcome"),
    [
        ("bot", 14, ("accepted", None)),
        ("bot", 16, ("failed", "too_late")),
        ("sales", 16, ("accepted", None)),
        ("system", 60 * 24, ("accepted", None)),
    ],
)
def test_only_automatic_answers_can_come_too_late(
    post: Post, sender: str, minutes: int, outcome: tuple[str, str | None]
) -> None:
    message_id = post.write(sender=sender)
    post.pass_time(timedelta(minutes=minutes))
    post.work()
    assert post.outcome(message_id) == outcome


def test_a_suspended_dealer_sends_nothing_until_he_is_open_again(post: Post, inbox: Inbox) -> None:
    message_id = post.write()
    set_status(post, "suspended")
    post.work()
    post.pass_time(AN_HOUR)
    post.work()
    assert (inbox(), post.outcome(message_id)) == ([], ("queued", None))

    set_status(post, "active")
    post.pass_time(AN_HOUR)
    post.work()
    assert post.outcome(message_id) == ("accepted", None)


def test_a_new_token_ends_a_pause(post: Post, inbox: Inbox) -> None:
    set_device(post, paused="token_invalid")
    message_id = post.write()
    assert post.work() == 0
    with at_work(post.dealer):
        devices.update(
            post.dealer.tenant, post.line.device_id, DeviceChanges(token="a-newer-token")
        )
        db.session.commit()
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_a_device_linked_again_goes_on_by_itself(post: Post) -> None:
    event = {"device": post.line.label, "timestamp": int(datetime.now(UTC).timestamp())}
    post.line.post({**event, "status": "disconnect", "reason": "logged out"}, "/device")
    message_id = post.write()
    assert (post.work(), post.outcome(message_id)) == (0, ("queued", None))

    post.line.post({**event, "status": "connect"}, "/device")
    post.work()
    assert post.outcome(message_id) == ("accepted", None)


def test_a_token_that_our_keys_do_not_open_pauses_the_device(post: Post, inbox: Inbox) -> None:
    set_device(post, token_encrypted="sealed with another key")
    message_id = post.write()
    post.work()
    assert (post.device.paused, post.outcome(message_id)) == ("token_unreadable", ("queued", None))
    assert inbox() == []


def test_without_its_device_a_message_goes_through_the_dealers_other_one(
    post: Post, inbox: Inbox
) -> None:
    other = open_post(post.dealer, "6281100000002")
    message_id = post.write()
    with at_work(post.dealer):
        devices.remove(post.dealer.tenant, post.line.device_id)
        db.session.commit()
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert post.message(message_id).device_id == other.line.device_id


def test_without_any_device_a_message_waits_for_one(post: Post, inbox: Inbox) -> None:
    message_id = post.write()
    with at_work(post.dealer):
        devices.remove(post.dealer.tenant, post.line.device_id)
        db.session.commit()
    post.work()
    assert post.outcome(message_id) == ("queued", "no_device")

    open_post(post.dealer, "6281100000002")
    post.pass_time(AN_HOUR)
    post.work()
    assert post.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_a_message_that_we_fail_to_ready_is_given_up_some_day(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug that stops one message must not spin for ever; here the bug is in finding the device."""

    def bug(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(delivery, "_find_device", bug)
    message_id = post.write()
    for _ in range(jobs.MAX_DELIVERY_ATTEMPTS):
        post.work()
        post.pass_time(LEASE)
    assert post.outcome(message_id) == ("queued", None)

    post.work()

    assert post.outcome(message_id) == ("failed", "internal_error")
    assert post.waiting() == []
