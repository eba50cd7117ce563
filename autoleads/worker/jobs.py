"""What the worker does with one claimed item."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import current, db
from autoleads.gateways import Gateways
from autoleads.gateways.base import SendResult
from autoleads.services import autoreply, messages, outbox, tenants
from autoleads.services.messages import PreparedSend
from autoleads.services.outbox import ClaimedItem

log = logging.getLogger(__name__)

SETTLE_SECONDS = 40
"""How long to try to store what the gateway said: as long as the lease may still hold."""
MOST_ANSWER_ATTEMPTS = 5
MOST_DELIVERY_ATTEMPTS = 20
"""More than backoff ever makes: only a bug of ours stops a message this often before it is even sent."""


def process(item: ClaimedItem) -> None:
    """Do one item; whatever goes wrong, the queue goes on."""
    try:
        if item.kind == "delivery":
            deliver(item)
        else:
            answer(item)
    except SQLAlchemyError as error:
        log.warning(
            "database does not answer", extra={"item": item.id, "error": type(error).__name__}
        )
    except Exception:
        log.exception("item failed", extra={"item": item.id, "kind": item.kind})


def deliver(item: ClaimedItem) -> None:
    """Send one message: ready it, call the gateway with no transaction open, settle."""
    with tenant_scope(item.tenant_id):
        tenant = tenants.get(item.tenant_id)
        if item.attempts > MOST_DELIVERY_ATTEMPTS:
            log.error("gave up a delivery", extra={"item": item.id})
            messages.abandon_delivery(tenant, item)
        ready = messages.prepare_delivery(tenant, item)
        db.session.commit()
    if ready is not None:
        settle(
            item,
            ready,
            current(Gateways).sender(ready.token).send(ready.token or "", ready.outbound),
        )


def settle(item: ClaimedItem, ready: PreparedSend, result: SendResult) -> None:
    """Store the gateway's answer, also when the database is away for a moment."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        try:
            with tenant_scope(item.tenant_id):
                messages.settle_delivery(tenants.get(item.tenant_id), item, ready, result)
                db.session.commit()
            return
        except SQLAlchemyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def answer(item: ClaimedItem) -> None:
    """Answer what a buyer wrote; the answer and the end of the item are one transaction."""
    now = datetime.now(UTC)
    with tenant_scope(item.tenant_id):
        if item.attempts > MOST_ANSWER_ATTEMPTS:
            log.error("gave up an answer", extra={"item": item.id})
            outbox.finish(item)
            db.session.commit()
            return
        outcome = autoreply.send_auto_reply(
            tenants.get(item.tenant_id), item.lead_id, item.device_id, now=now
        )
        if outcome.not_before is not None:
            held = outbox.postpone(
                item, max(outcome.not_before, now + timedelta(milliseconds=100)), keep_attempt=False
            )
        else:
            held = outbox.finish(item)
        if held:
            db.session.commit()
