"""Deliveries that cannot go out yet are out of the way of those that can."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, text, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Device, OutboxItem
from autoleads.services import outbox
from tests.support.deliveries import OTHER_CUSTOMER, Deliveries
from tests.support.loopback import Inbox


def pause(deliveries: Deliveries, reason: str | None) -> None:
    with deliveries.dealer.app.app_context(), platform_scope():
        db.session.execute(update(Device).values(paused=reason))
        db.session.commit()


def due_now(deliveries: Deliveries) -> list[bool]:
    """Return for each item in the queue whether it is due."""
    now = datetime.now(UTC)
    with deliveries.dealer.app.app_context(), platform_scope():
        times = db.session.scalars(select(OutboxItem.due_at).order_by(OutboxItem.id)).all()
    return [due_at <= now for due_at in times]


def test_only_the_first_delivery_of_each_lead_is_due(deliveries: Deliveries, inbox: Inbox) -> None:
    for number in range(3):
        deliveries.queue(f"pesan {number}")
    deliveries.queue("lain", to=OTHER_CUSTOMER)

    assert due_now(deliveries) == [True, False, False, True]
    deliveries.work()
    assert [message["message"] for message in inbox()] == ["pesan 0", "lain", "pesan 1", "pesan 2"]


def test_deliveries_of_a_paused_device_are_parked_until_it_resumes(
    deliveries: Deliveries, inbox: Inbox
) -> None:
    deliveries.queue("satu")
    pause(deliveries, "disconnected")
    deliveries.queue("dua")
    deliveries.queue("lain", to=OTHER_CUSTOMER)
    assert due_now(deliveries) == [False, False, False]

    pause(deliveries, None)

    assert due_now(deliveries) == [True, False, True]
    deliveries.work()
    assert len(inbox()) == 3


def test_forgotten_deliveries_are_released(deliveries: Deliveries) -> None:
    deliveries.queue("satu")
    with deliveries.dealer.app.app_context(), platform_scope():
        db.session.execute(text("UPDATE outbox SET due_at = app.parked()"))
        outbox.release_forgotten()
        db.session.commit()

    assert due_now(deliveries) == [True]


def test_age_of_the_queue_counts_parked_deliveries(deliveries: Deliveries) -> None:
    deliveries.queue("satu")
    pause(deliveries, "disconnected")

    with deliveries.dealer.app.app_context(), platform_scope():
        oldest = outbox.oldest_queued_seconds()
    assert oldest is not None
    assert oldest < 60
