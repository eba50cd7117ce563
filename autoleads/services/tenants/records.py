"""Tenants: found, created and changed. They are the platform's rows, which any session may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import MISSING
from sqlalchemy import select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.prepared import PreparedStatement
from autoleads.database.rows import apply_changes, for_update, get_or_404, require_version
from autoleads.errors import DuplicateResource, NotFound, TenantNotFound
from autoleads.extensions import db
from autoleads.models import Tenant, User
from autoleads.models.tenant import TenantStatus
from autoleads.services import audit
from autoleads.services.tenants import domains
from autoleads.services.tenants.info import TenantInfo
from autoleads.services.tenants.settings import SettingsChanges, merge_settings

TAKEN = {
    "uq_tenants_slug": DuplicateResource("slug_taken"),
    "uq_tenants_domain": DuplicateResource("domain_taken"),
}
TRIAL_DAYS = 14
LOCK = PreparedStatement(
    "SELECT FROM tenants WHERE id = :tenant_id FOR NO KEY UPDATE", {"tenant_id": "bigint"}
)


@dataclass(frozen=True, kw_only=True)
class NewTenant:
    """A tenant to create."""

    slug: str
    name: str
    domain: str | None = None
    whatsapp_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class TenantChanges:
    """Changes of a tenant's columns: what is MISSING stays as it is."""

    name: str | MISSING = MISSING
    phone: str | MISSING | None = MISSING
    whatsapp_number: str | MISSING | None = MISSING
    address: str | MISSING | None = MISSING
    city: str | MISSING | None = MISSING
    maps_url: str | MISSING | None = MISSING
    logo_url: str | MISSING | None = MISSING
    business_hours: dict[str, Any] | MISSING = MISSING
    timezone: str | MISSING = MISSING
    locale: str | MISSING = MISSING
    domain: str | MISSING | None = MISSING


def find_by_slug(slug: str) -> TenantInfo | None:
    row = db.session.scalar(select(Tenant).where(Tenant.slug == slug))
    return TenantInfo.of(row) if row else None


def get(tenant_id: int) -> TenantInfo:
    """Return a tenant.

    Raises:
        TenantNotFound: the tenant does not exist.
    """
    return TenantInfo.of(get_or_404(select(Tenant).where(Tenant.id == tenant_id), TenantNotFound))


def get_by_slug(slug: str) -> TenantInfo:
    """Return the tenant of a slug.

    Raises:
        NotFound: the tenant does not exist.
    """
    tenant = find_by_slug(slug)
    if tenant is None:
        raise NotFound("no_such_dealer", slug=slug)
    return tenant


def index() -> list[TenantInfo]:
    """Return all tenants in the order of their slugs."""
    rows = db.session.scalars(select(Tenant).order_by(Tenant.slug))
    return [TenantInfo.of(row) for row in rows]


def with_reassignment() -> list[TenantInfo]:
    """Return the served tenants that reassign leads whose salesperson does not reply."""
    minutes = Tenant.settings["assignment"]["reassignAfterMinutes"].as_integer()
    served = Tenant.status.in_(("active", "trial"))
    rows = db.session.scalars(select(Tenant).where(served, minutes.is_not(None)))
    return [TenantInfo.of(row) for row in rows]


def create(
    new_tenant: NewTenant, *, status: TenantStatus = "trial", trial_days: int = TRIAL_DAYS
) -> TenantInfo:
    """Add a tenant.

    Args:
        trial_days: the length of the trial, for the status `trial` only.

    Raises:
        DuplicateResource: the slug or the domain is taken.
    """
    row = Tenant(**asdict(new_tenant), status=status)
    if status == "trial":
        row.trial_ends_at = datetime.now(UTC) + timedelta(days=trial_days)
    db.session.add(row)
    flush_or_raise(TAKEN)
    if row.domain is not None:
        # Only operators create tenants, and they vouch for the domain.
        domains.add_claim(row, row.domain, verified=True)
        db.session.flush()
    return TenantInfo.of(row)


def set_status(
    tenant: TenantInfo, status: TenantStatus, trial_days: int = TRIAL_DAYS
) -> TenantInfo:
    """Set the status; a trial that has ended or has no end starts again."""
    row = _get_locked(tenant)
    now = datetime.now(UTC)
    if status == "trial" and (row.trial_ends_at is None or row.trial_ends_at <= now):
        row.trial_ends_at = now + timedelta(days=trial_days)
    row.status = status
    flush_or_raise(TAKEN)
    return TenantInfo.of(row)


def update(
    tenant: TenantInfo,
    changes: TenantChanges,
    settings: SettingsChanges | None = None,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> TenantInfo:
    """Change columns and settings of a tenant.

    Raises:
        PreconditionFailed: the tenant has another version than expected.
        ValidationError: the domain is one of the platform's own names.
    """
    row = _get_locked(tenant)
    require_version(row, expected_versions)
    # A domain is not set before it is proved.
    apply_changes(row, replace(changes, domain=MISSING))
    changed = audit.changed_columns(row)
    if changes.domain is not MISSING:
        domains.set_domain(row, changes.domain)
        changed.append("domain")
    if settings is not None:
        merged = merge_settings(row.settings, settings)
        changed += [name for name in merged if merged[name] != row.settings.get(name)]
        row.settings = merged
    if changed:
        audit.record(row.id, "settings_changed", by, fields=changed)
    flush_or_raise(TAKEN)
    return TenantInfo.of(row)


def lock(tenant: TenantInfo) -> None:
    """Make transactions of a tenant take turns, until the end of this one."""
    LOCK.execute({"tenant_id": tenant.id})


def _get_locked(tenant: TenantInfo) -> Tenant:
    return get_or_404(for_update(select(Tenant).where(Tenant.id == tenant.id)), TenantNotFound)
