"""The queue of deliveries: order, leases and pauses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from autoleads.database.tenant_scope import platform_scope
from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.gateways.outbound import Accepted
from autoleads.models import Device
from autoleads.models.tenant import TenantStatus
from autoleads.services import devices, messages, tenants
from autoleads.services.devices import DeviceChanges
from autoleads.services.messages import delivery
from autoleads.services.messages.delivery import PreparedSend
from autoleads.services.outbox.queue import LEASE, ClaimedItem
from autoleads.worker import jobs
from tests.support.deliveries import CUSTOMER, OTHER_CUSTOMER, Deliveries, make_deliveries
from tests.support.fake_gateway import tenant_context
from tests.support.loopback import Inbox

CLOSED_PORT = "http://127.0.0.1:9"
AN_HOUR = timedelta(hours=1)


def begin(deliveries: Deliveries) -> tuple[ClaimedItem, PreparedSend]:
    """Claim the first message and prepare it, as a worker does before it calls the gateway."""
    [item] = deliveries.claim(1)
    with tenant_context(deliveries.dealer):
        ready = messages.prepare_delivery(deliveries.dealer.tenant, item)
        db.session.commit()
    assert ready is not None
    return item, ready


def set_status(deliveries: Deliveries, status: TenantStatus) -> None:
    with deliveries.dealer.app.app_context(), platform_scope():
        tenants.set_status(deliveries.dealer.tenant, status)
        db.session.commit()


def set_device(deliveries: Deliveries, **columns: Any) -> None:
    with deliveries.dealer.app.app_context(), platform_scope():
        db.session.execute(
            update(Device).where(Device.id == deliveries.line.device_id).values(columns)
        )
        db.session.commit()


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["message"] for message in messages]


def test_messages_of_a_lead_are_sent_in_order_and_those_of_others_in_parallel(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    first, *_ = [deliveries.queue(text) for text in ("satu", "dua", "tiga")]
    other = deliveries.queue("lain", to=OTHER_CUSTOMER)
    assert [item.message_id for item in deliveries.claim()] == [first, other]

    deliveries.pass_time(LEASE)
    deliveries.work()
    assert texts(inbox(CUSTOMER)) == ["satu", "dua", "tiga"]


def test_message_that_waits_for_a_retry_delays_only_its_own_lead(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, send_to: Callable[[str], None], inbox: Inbox
) -> None:
    send_to(CLOSED_PORT)
    deliveries.queue("satu")
    deliveries.work()
    send_to(fake_fonnte.url)
    deliveries.queue("dua")
    deliveries.queue("lain", to=OTHER_CUSTOMER)
    deliveries.work()
    assert texts(inbox()) == ["lain"]

    deliveries.pass_time(AN_HOUR)
    deliveries.work()
    assert texts(inbox()) == ["lain", "satu", "dua"]


def test_claimed_item_cannot_be_claimed_again(deliveries: Deliveries) -> None:
    deliveries.queue()
    assert len(deliveries.claim()) == 1
    assert deliveries.claim() == []


def test_message_of_a_worker_that_died_before_sending_is_sent(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    message_id = deliveries.queue()
    deliveries.claim()
    assert deliveries.work() == 0
    deliveries.pass_time(LEASE)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


@pytest.mark.parametrize("paused", [None, "quota_exhausted"])
def test_message_of_a_worker_that_died_while_sending_becomes_unknown(
    deliveries: Deliveries, inbox: Inbox, paused: str | None
) -> None:
    message_id = deliveries.queue()
    begin(deliveries)
    set_device(deliveries, paused=paused)
    deliveries.pass_time(LEASE)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("unknown", "no_answer")
    assert deliveries.items() == []
    assert inbox() == []


def test_worker_with_an_expired_lease_does_not_send(deliveries: Deliveries, inbox: Inbox) -> None:
    message_id = deliveries.queue()
    [late] = deliveries.claim()
    deliveries.pass_time(LEASE)
    begin(deliveries)
    with deliveries.dealer.app.app_context():
        jobs.process(late)
    assert deliveries.outcome(message_id) == ("sending", None)
    assert inbox() == []


def test_only_the_latest_claim_of_a_message_sends_it(deliveries: Deliveries, inbox: Inbox) -> None:
    message_id = deliveries.queue()
    [late] = deliveries.claim()
    deliveries.pass_time(LEASE)
    [holder] = deliveries.claim()
    for item in (late, holder):
        with deliveries.dealer.app.app_context():
            jobs.process(item)
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_acceptance_counts_even_after_the_message_became_unknown(
    deliveries: Deliveries,
) -> None:
    message_id = deliveries.queue()
    item, ready = begin(deliveries)
    deliveries.pass_time(LEASE)
    deliveries.work()
    with deliveries.dealer.app.app_context():
        jobs.settle(item, ready, Accepted("80010001"))
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert deliveries.message(message_id).gateway_id == "80010001"


@pytest.mark.parametrize(
    ("sender", "minutes", "outcome"),
    [
        ("bot", 14, ("accepted", None)),
        ("bot", 16, ("failed", "too_late")),
        ("sales", 16, ("accepted", None)),
        ("system", 60 * 24, ("accepted", None)),
    ],
)
def test_only_auto_replies_expire(
    deliveries: Deliveries, sender: str, minutes: int, outcome: tuple[str, str | None]
) -> None:
    message_id = deliveries.queue(sender=sender)
    deliveries.pass_time(timedelta(minutes=minutes))
    deliveries.work()
    assert deliveries.outcome(message_id) == outcome


def test_suspended_dealer_sends_nothing_until_active_again(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    message_id = deliveries.queue()
    set_status(deliveries, "suspended")
    deliveries.work()
    deliveries.pass_time(AN_HOUR)
    deliveries.work()
    assert (inbox(), deliveries.outcome(message_id)) == ([], ("queued", None))

    set_status(deliveries, "active")
    deliveries.pass_time(AN_HOUR)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)


def test_new_token_ends_a_pause(deliveries: Deliveries, inbox: Inbox) -> None:
    set_device(deliveries, paused="token_invalid")
    message_id = deliveries.queue()
    assert deliveries.work() == 0
    with tenant_context(deliveries.dealer):
        devices.update(
            deliveries.dealer.tenant,
            deliveries.line.device_id,
            DeviceChanges(token="a-newer-token"),
        )
        db.session.commit()
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_device_that_is_linked_again_ends_its_pause(deliveries: Deliveries) -> None:
    event = {"device": deliveries.line.label, "timestamp": int(datetime.now(UTC).timestamp())}
    deliveries.line.post({**event, "status": "disconnect", "reason": "logged out"}, "/device")
    message_id = deliveries.queue()
    assert (deliveries.work(), deliveries.outcome(message_id)) == (0, ("queued", None))

    deliveries.line.post({**event, "status": "connect"}, "/device")
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)


def test_token_that_cannot_be_decrypted_pauses_the_device(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    set_device(deliveries, token_encrypted="sealed with another key")
    message_id = deliveries.queue()
    deliveries.work()
    assert (deliveries.device.paused, deliveries.outcome(message_id)) == (
        "token_unreadable",
        ("queued", None),
    )
    assert inbox() == []


def test_message_of_a_deleted_device_goes_through_another_one(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    other = make_deliveries(deliveries.dealer, "6281100000002")
    message_id = deliveries.queue()
    with tenant_context(deliveries.dealer):
        devices.remove(deliveries.dealer.tenant, deliveries.line.device_id)
        db.session.commit()
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert deliveries.message(message_id).device_id == other.line.device_id


def test_message_waits_while_the_dealer_has_no_device(deliveries: Deliveries, inbox: Inbox) -> None:
    message_id = deliveries.queue()
    with tenant_context(deliveries.dealer):
        devices.remove(deliveries.dealer.tenant, deliveries.line.device_id)
        db.session.commit()
    deliveries.work()
    assert deliveries.outcome(message_id) == ("queued", "no_device")

    make_deliveries(deliveries.dealer, "6281100000002")
    deliveries.pass_time(AN_HOUR)
    deliveries.work()
    assert deliveries.outcome(message_id) == ("accepted", None)
    assert len(inbox()) == 1


def test_delivery_that_cannot_be_prepared_is_abandoned_after_20_attempts(
    deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug of ours must not keep one message in the queue for ever."""

    def bug(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(delivery, "_find_device", bug)
    message_id = deliveries.queue()
    for _ in range(jobs.MAX_DELIVERY_ATTEMPTS):
        deliveries.work()
        deliveries.pass_time(LEASE)
    assert deliveries.outcome(message_id) == ("queued", None)

    deliveries.work()

    assert deliveries.outcome(message_id) == ("failed", "internal_error")
    assert deliveries.items() == []
