"""The work on one claimed item: deliver a message, or send an auto-reply."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import current, db
from autoleads.gateways import Gateways
from autoleads.gateways.outbound import SendResult
from autoleads.services import autoreply, messages, outbox, tenants
from autoleads.services.messages import PreparedSend
from autoleads.services.outbox import ClaimedItem

log = logging.getLogger(__name__)

SETTLE_SECONDS = 40
"""The time for which storing the gateway's result is tried: as long as the lease may hold."""
SETTLE_RETRY_SECONDS = 0.5
MAX_AUTO_REPLY_ATTEMPTS = 5
MAX_DELIVERY_ATTEMPTS = 20
"""More than the backoff makes: only our own bugs stop a message so often before it is sent."""
SHORTEST_WAIT = timedelta(milliseconds=100)
"""The least time that an auto-reply is postponed by, so that no worker claims it in a loop."""


def process(item: ClaimedItem) -> None:
    """Work on one item; log a failure instead of raising it, so that the queue goes on."""
    try:
        if item.kind == "delivery":
            deliver(item)
        else:
            send_auto_reply(item)
    except SQLAlchemyError as error:
        details = {"item": item.id, "kind": item.kind, "error": type(error).__name__}
        log.warning("database unavailable", extra=details)
    except Exception:
        log.exception("outbox item failed", extra={"item": item.id, "kind": item.kind})


def deliver(item: ClaimedItem) -> None:
    """Send one message: prepare it, call the gateway outside any transaction, store the result."""
    with tenant_scope(item.tenant_id):
        tenant = tenants.get(item.tenant_id)
        if item.attempts > MAX_DELIVERY_ATTEMPTS:
            log.error(
                "delivery abandoned after %d attempts",
                MAX_DELIVERY_ATTEMPTS,
                extra={"item": item.id},
            )
            messages.abandon_delivery(tenant, item)
        prepared = messages.prepare_delivery(tenant, item)
        db.session.commit()
    if prepared is None:
        return
    token = prepared.token
    result = current(Gateways).sender(token).send(token or "", prepared.outbound)
    settle(item, prepared, result)


def settle(item: ClaimedItem, prepared: PreparedSend, result: SendResult) -> None:
    """Store the gateway's result; try again for a while if the database is away."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        try:
            with tenant_scope(item.tenant_id):
                tenant = tenants.get(item.tenant_id)
                messages.settle_delivery(tenant, item, prepared, result)
                db.session.commit()
            return
        except SQLAlchemyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(SETTLE_RETRY_SECONDS)


def send_auto_reply(item: ClaimedItem) -> None:
    """Reply to a lead's unanswered messages; reply and end of the item are one transaction."""
    now = datetime.now(UTC)
    with tenant_scope(item.tenant_id):
        if item.attempts > MAX_AUTO_REPLY_ATTEMPTS:
            log.error(
                "auto-reply abandoned after %d attempts",
                MAX_AUTO_REPLY_ATTEMPTS,
                extra={"item": item.id},
            )
            outbox.finish(item)
            db.session.commit()
            return
        tenant = tenants.get(item.tenant_id)
        outcome = autoreply.send_auto_reply(tenant, item.lead_id, item.device_id, now=now)
        if outcome.not_before is None:
            held = outbox.finish(item)
        else:
            until = max(outcome.not_before, now + SHORTEST_WAIT)
            held = outbox.postpone(item, until, keep_attempt=False)
        if held:
            db.session.commit()
