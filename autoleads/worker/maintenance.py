"""Maintenance that the workers run from time to time."""

from __future__ import annotations

import logging

from autoleads.database.named_locks import try_lock_name
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.errors import Conflict, ServiceUnavailable
from autoleads.extensions import current, db
from autoleads.services import deleted_files, leads, outbox, tenants
from autoleads.services.tenants import TenantCache, TenantInfo

log = logging.getLogger(__name__)

REASSIGNMENT_LOCK = "reassignment"


def send_heartbeat(worker: str) -> None:
    """Record that this worker is alive, and log how old the queue is."""
    with platform_scope():
        outbox.record_heartbeat(worker)
        oldest = outbox.oldest_queued_seconds()
        db.session.commit()
    log.info("heartbeat", extra={"worker": worker, "oldestQueuedSeconds": oldest})


def run_maintenance() -> None:
    """Release forgotten deliveries, and reassign leads for the tenants that want it."""
    with platform_scope():
        outbox.release_forgotten()
        reassigning = tenants.with_reassignment()
        db.session.commit()
    for tenant in reassigning:
        try:
            with tenant_scope(tenant.id):
                _reassign(tenant)
        except Exception:
            # A failure for one tenant must not stop the others.
            log.exception("maintenance failed", extra={"tenant": tenant.slug})


def _reassign(tenant: TenantInfo) -> None:
    if not try_lock_name(REASSIGNMENT_LOCK, tenant.id):
        # Another worker does it right now.
        return
    leads.reassign_unanswered(tenant)
    db.session.commit()


def delete_files() -> None:
    """Delete the files whose photos, or whose people, are gone."""
    with platform_scope():
        try:
            while deleted_files.delete_due():
                db.session.commit()
        except ServiceUnavailable:
            db.session.rollback()
            log.warning("files not deleted: the store does not respond")


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
        log.warning("domain not verified", extra={"tenant": tenant.slug, "error": error.phrase})
    else:
        current(TenantCache).forget(tenant, changed)
