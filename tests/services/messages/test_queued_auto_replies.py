"""Auto-replies queued for incoming messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Message, OutboxItem, Tenant
from tests.support.fake_gateway import Line, queued_auto_replies, rows
from tests.support.receiving import MINUTE, change, receive


@pytest.mark.parametrize(
    ("age", "may_auto_reply", "queued"),
    [(None, True, 1), (29 * MINUTE, True, 1), (31 * MINUTE, True, 0), (None, False, 0)],
)
def test_auto_reply_is_not_queued_to_old_messages_or_above_the_limit(
    line: Line, age: timedelta | None, may_auto_reply: bool, queued: int
) -> None:
    receive(line, "halo", datetime.now(UTC) - age if age else None, may_auto_reply=may_auto_reply)

    assert len(rows(line.dealer, select(Message))) == 1
    assert len(queued_auto_replies(line.dealer)) == queued


def test_auto_reply_is_not_queued_if_the_dealer_disabled_it(line: Line) -> None:
    with line.dealer.app.app_context(), platform_scope():
        db.session.execute(update(Tenant).values(settings={"answers": {"enabled": False}}))
        db.session.commit()
    receive(line)

    assert queued_auto_replies(line.dealer) == []


def test_auto_reply_to_first_message_is_due_at_once_and_to_following_ones_together(
    line: Line,
) -> None:
    before = datetime.now(UTC)
    receive(line, "satu", inboxid=1)
    [first] = queued_auto_replies(line.dealer)
    assert before <= first.due_at <= datetime.now(UTC)

    change(line, delete(OutboxItem))
    receive(line, "dua", inboxid=2)
    [gathered] = queued_auto_replies(line.dealer)
    assert timedelta(seconds=19) < gathered.due_at - datetime.now(UTC) <= timedelta(seconds=20)
    receive(line, "tiga", inboxid=3)
    assert [item.due_at for item in queued_auto_replies(line.dealer)] == [gathered.due_at]

    change(line, delete(OutboxItem))
    change(line, update(Message).values(created_at=datetime.now(UTC) - timedelta(seconds=21)))
    receive(line, "empat", inboxid=4)
    assert queued_auto_replies(line.dealer)[0].due_at <= datetime.now(UTC)


def test_duplicate_queues_no_auto_reply(line: Line) -> None:
    receive(line, "halo", inboxid=1)
    change(line, delete(OutboxItem))
    receive(line, "halo", inboxid=1)

    assert queued_auto_replies(line.dealer) == []
