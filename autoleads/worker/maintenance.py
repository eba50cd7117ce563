"""Maintenance that the workers run from time to time, one of them for each tenant."""

from __future__ import annotations

import logging

from sqlalchemy import func, select

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.errors import Conflict
from autoleads.extensions import current, db
from autoleads.services import accounts, leads, messages, outbox, tenants
from autoleads.services.tenants import TenantCache, TenantInfo

log = logging.getLogger(__name__)

MAINTENANCE_LOCK = 0x40_5E


def send_heartbeat(worker: str) -> None:
    """Record that this worker is alive, and log how old the queue is."""
    with platform_scope():
        outbox.record_heartbeat(worker)
        oldest = outbox.oldest_due_seconds()
        db.session.commit()
    log.info("heartbeat", extra={"worker": worker, "oldestQueuedSeconds": oldest})


def run_maintenance() -> None:
    """Reassign unanswered leads and delete expired rows, for all open tenants."""
    with platform_scope():
        all_tenants = tenants.index()
    for tenant in all_tenants:
        if tenant.status not in ("active", "trial"):
            continue
        try:
            with tenant_scope(tenant.id):
                _maintain(tenant)
        except Exception:
            # A failure for one tenant must not stop the others.
            log.exception("maintenance failed", extra={"tenant": tenant.slug})


def verify_domains() -> None:
    """Look up the DNS records of the domains that tenants claim, each every 10 minutes."""
    with platform_scope():
        tenant_ids = tenants.due_claims()
        db.session.commit()
    for tenant_id in tenant_ids:
        with platform_scope():
            _verify_domain(tenants.get(tenant_id))


def _verify_domain(tenant: TenantInfo) -> None:
    try:
        proof = tenants.get_proof(tenant)
        # No transaction stays open during the look-up.
        db.session.commit()
        changed = tenants.record_check(tenant, proof, found=proof.is_found())
        db.session.commit()
    except Conflict as error:
        # The claim was withdrawn, or another tenant has proved the domain.
        log.warning("domain not verified", extra={"tenant": tenant.slug, "error": error.message})
    else:
        current(TenantCache).forget(tenant, changed)


def _maintain(tenant: TenantInfo) -> None:
    lock = func.pg_try_advisory_xact_lock(MAINTENANCE_LOCK, tenant.id)
    if not db.session.scalar(select(lock)):
        # Another worker maintains this tenant right now.
        return
    leads.reassign_unanswered(tenant)
    messages.delete_stale_statuses(tenant)
    accounts.delete_expired_sessions(tenant)
    db.session.commit()
