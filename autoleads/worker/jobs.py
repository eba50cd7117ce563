"""The work on one claimed item: deliver, send an auto-reply, keep files, or tell the team."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.problems import UNAVAILABLE
from autoleads.database.tenant_scope import tenant_scope
from autoleads.errors import NotFound, ServiceUnavailable
from autoleads.extensions import current, db
from autoleads.gateways import Gateways
from autoleads.gateways.outbound import Failure, SendResult
from autoleads.gateways.web_push import WebPush
from autoleads.logs import add_log_fields, log_fields
from autoleads.services import autoreply, messages, notifications, outbox, tenants
from autoleads.services.messages import PendingFile, PreparedSend
from autoleads.services.notifications import Round
from autoleads.services.outbox import ClaimedItem
from autoleads.services.tenants import TenantInfo

log = logging.getLogger(__name__)

SETTLE_SECONDS = 40
"""The time for which storing the gateway's result is tried: as long as the lease may hold."""
SETTLE_RETRY_SECONDS = 0.5
FILES_RETRY = timedelta(seconds=30)
MAX_AUTO_REPLY_ATTEMPTS = 5
MAX_DELIVERY_ATTEMPTS = 20
"""More than the backoff makes: only our own bugs stop a message so often before it is sent."""
SHORTEST_WAIT = timedelta(milliseconds=100)
"""The least time that an auto-reply is postponed by, so that no worker claims it in a loop."""


def process(item: ClaimedItem) -> None:
    """Work on one item; log a failure instead of raising it, so that the queue goes on."""
    with log_fields(jobId=item.id, kind=item.kind):
        try:
            WORK[item.kind](item)
        except UNAVAILABLE as error:
            log.warning("database unavailable", extra={"error": type(error).__name__})
        except Exception:
            log.exception("outbox item failed")


def _tenant_of(item: ClaimedItem) -> TenantInfo:
    """Return the tenant of an item; the lines that are logged from now on name it."""
    tenant = tenants.get(item.tenant_id)
    add_log_fields(tenant=tenant.slug)
    return tenant


def deliver(item: ClaimedItem) -> None:
    """Send one message: prepare it, call the gateway outside any transaction, store the result."""
    with tenant_scope(item.tenant_id):
        tenant = _tenant_of(item)
        if item.attempts > MAX_DELIVERY_ATTEMPTS:
            log.error("delivery abandoned after %d attempts", MAX_DELIVERY_ATTEMPTS)
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
                tenant = _tenant_of(item)
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
            log.error("auto-reply abandoned after %d attempts", MAX_AUTO_REPLY_ATTEMPTS)
            outbox.finish(item)
            db.session.commit()
            return
        tenant = _tenant_of(item)
        outcome = autoreply.send_auto_reply(tenant, item.lead_id, item.device_id, now=now)
        if outcome.not_before is None:
            held = outbox.finish(item)
        else:
            until = max(outcome.not_before, now + SHORTEST_WAIT)
            held = outbox.postpone(item, until, keep_attempt=False)
        if held:
            db.session.commit()


def keep_files(item: ClaimedItem) -> None:
    """Fetch the files of a lead's new messages before the gateway forgets them."""
    with tenant_scope(item.tenant_id):
        tenant = _tenant_of(item)
        pending = messages.pending_files(tenant, item.lead_id)
        db.session.commit()
    for file in pending:
        _keep(tenant, file)
    with tenant_scope(item.tenant_id):
        # Held first: a message that comes meanwhile waits, or is seen here.
        if not outbox.renew(item):
            return
        if messages.pending_files(tenant, item.lead_id):
            outbox.postpone(item, datetime.now(UTC) + FILES_RETRY)
        else:
            outbox.finish(item)
        db.session.commit()


def _keep(tenant: TenantInfo, file: PendingFile) -> None:
    """Fetch one file, and store it or give it up; what fails for now stays as it is."""
    fetched = current(Gateways).default.fetch_file(file.url)
    with tenant_scope(tenant.id):
        try:
            if isinstance(fetched, bytes):
                messages.keep_file(tenant, file.message_id, fetched)
            elif fetched.failure is not Failure.TEMPORARY:
                messages.give_up_file(tenant, file.message_id)
            db.session.commit()
        except (NotFound, ServiceUnavailable):
            log.warning("file not stored", extra={"messageId": file.message_id})
            db.session.rollback()


def notify_team(item: ClaimedItem) -> None:
    """Tell the team of a customer who waits, and come back while they do."""
    now = datetime.now(UTC)
    with tenant_scope(item.tenant_id):
        tenant = _tenant_of(item)
        due = notifications.plan_round(tenant, item.lead_id, now)
        db.session.commit()
    push = current(WebPush)
    gone = [
        notification.subscription_id
        for notification in due.notifications
        if push.send(notification.subscription, notification.payload, notification.topic) == "gone"
    ]
    with tenant_scope(item.tenant_id):
        notifications.end_subscriptions(tenant, gone)
        # Held first: a message that comes meanwhile waits, or is seen here.
        if outbox.renew(item):
            _come_back(tenant, item, due, now)
        db.session.commit()


def _come_back(tenant: TenantInfo, item: ClaimedItem, due: Round, now: datetime) -> None:
    """Postpone an item until the next round; at once, if the customer's wait is another by now."""
    next_at = notifications.plan_round(tenant, item.lead_id, datetime.now(UTC)).next_at
    if next_at is None:
        outbox.finish(item)
    elif next_at != due.next_at:
        outbox.postpone(item, now + SHORTEST_WAIT, keep_attempt=False)
    else:
        outbox.postpone(item, max(next_at, now + SHORTEST_WAIT), keep_attempt=False)


WORK: Mapping[str, Callable[[ClaimedItem], None]] = {
    "delivery": deliver,
    "auto_reply": send_auto_reply,
    "media": keep_files,
    "push": notify_team,
}
"""The kind of an item → what is done with it."""
