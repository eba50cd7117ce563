"""What has to be looked after from time to time; one worker does it for all."""

from __future__ import annotations

import logging

from sqlalchemy import func, select

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.services import accounts, leads, messages, outbox, tenants
from autoleads.services.tenants import TenantInfo

log = logging.getLogger(__name__)

LOCK = 0x40_5E


def beat(worker: str) -> None:
    """Say that this worker is alive, and how old the queue is."""
    with platform_scope():
        outbox.record_heartbeat(worker)
        oldest = outbox.oldest_due_seconds()
        db.session.commit()
    log.info("alive", extra={"worker": worker, "oldestQueuedSeconds": oldest})


def keep() -> None:
    """Hand on leads that nobody answered, and forget what is no longer needed."""
    with platform_scope():
        open_tenants = [
            tenant for tenant in tenants.index() if tenant.status in ("active", "trial")
        ]
    for tenant in open_tenants:
        try:
            with tenant_scope(tenant.id):
                _keep_for(tenant)
        except Exception:
            # One dealer's trouble is not the next one's.
            log.exception("housekeeping failed", extra={"tenant": tenant.slug})


def _keep_for(tenant: TenantInfo) -> None:
    # Another worker is at it: it will do.
    if not db.session.scalar(select(func.pg_try_advisory_xact_lock(LOCK, tenant.id))):
        return
    leads.reassign_unanswered(tenant)
    messages.delete_stale_statuses(tenant)
    accounts.delete_expired_sessions(tenant)
    db.session.commit()
