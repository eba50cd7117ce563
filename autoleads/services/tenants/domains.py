"""Domains of tenants: claimed by an owner, and served once a DNS record proves them.

Several tenants may claim one domain; the first who proves it is served there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update

from autoleads.database.constraints import flush_or_raise
from autoleads.errors import Conflict, DuplicateResource, invalid
from autoleads.extensions import current, db
from autoleads.models import DomainClaim, Tenant
from autoleads.services.tenants.dns import TxtRecords
from autoleads.services.tenants.info import TenantInfo
from autoleads.services.tenants.urls import TenantUrls

CHECK_EVERY = timedelta(minutes=10)
CHECK_FOR = timedelta(days=7)
"""The time after a claim in which it is checked without being asked."""
MAX_DUE = 20
DOMAIN_TAKEN = {"uq_tenants_domain": DuplicateResource("domain_proved_by_other")}


@dataclass(frozen=True)
class DomainProof:
    """A TXT record that the owner of a domain is asked to create."""

    name: str
    record: str

    def is_found(self) -> bool:
        """Return whether the DNS has it; takes up to 5 s, so end transactions first."""
        return self.record in current(TxtRecords).find(self.name)


def set_domain(tenant: Tenant, domain: str | None) -> None:
    """Claim a domain for a locked tenant, or give up the one it has.

    The domain that is served stays until the new one is proved.

    Raises:
        ValidationError: the domain is one of the platform's own names.
    """
    claim = db.session.get(DomainClaim, tenant.id)
    if claim is not None and claim.domain == domain:
        return
    if claim is not None:
        db.session.delete(claim)
        db.session.flush()
    if domain is None:
        tenant.domain = None
        return
    add_claim(tenant, domain)


def add_claim(tenant: Tenant, domain: str, *, verified: bool = False) -> None:
    """Add the claim of a domain to a tenant that has none.

    Raises:
        ValidationError: the domain is one of the platform's own names.
    """
    if current(TenantUrls).is_platform_host(domain):
        raise invalid("domain", "platform_domain")
    status = "verified" if verified else "pending"
    record = f"autoleads={secrets.token_hex(16)}"
    db.session.add(DomainClaim(id=tenant.id, domain=domain, record=record, status=status))


def find_claim(tenant: TenantInfo) -> DomainClaim | None:
    """Return the claim of a tenant, if it has one."""
    return db.session.get(DomainClaim, tenant.id)


def get_proof(tenant: TenantInfo) -> DomainProof:
    """Return the DNS record that would prove the domain that a tenant claims.

    Raises:
        Conflict: the tenant has claimed no domain.
    """
    claim = find_claim(tenant)
    if claim is None:
        raise Conflict("domain_missing")
    return DomainProof(claim.record_name, claim.record)


def record_check(tenant: TenantInfo, proof: DomainProof, *, found: bool) -> TenantInfo:
    """Store the result of a look-up; a proved domain is served from now on.

    A claim that was replaced during the look-up is left as it is.

    Raises:
        DuplicateResource: another tenant has proved the domain.
    """
    row = db.session.get_one(Tenant, tenant.id, with_for_update={"key_share": True})
    claim = db.session.get(DomainClaim, tenant.id, populate_existing=True)
    if claim is None or claim.record != proof.record:
        return TenantInfo.of(row)
    now = datetime.now(UTC)
    claim.checked_at = now
    if found:
        claim.status = "verified"
        row.domain = claim.domain
    elif claim.status == "pending" and claim.created_at < now - CHECK_FOR:
        claim.status = "failed"
    flush_or_raise(DOMAIN_TAKEN)
    return TenantInfo.of(row)


def due_claims() -> list[int]:
    """Take pending claims that are due for a check, and return the ids of their tenants.

    They are not due again for 10 minutes, so no other worker takes them.
    """
    now = datetime.now(UTC)
    is_due = or_(DomainClaim.checked_at.is_(None), DomainClaim.checked_at < now - CHECK_EVERY)
    due = (
        select(DomainClaim.id)
        .where(DomainClaim.status == "pending", is_due)
        .limit(MAX_DUE)
        .with_for_update(skip_locked=True)
    )
    taken = update(DomainClaim).where(DomainClaim.id.in_(due)).values(checked_at=now)
    return list(db.session.scalars(taken.returning(DomainClaim.id)))
