"""Dealers: who they are, found by host, created and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.rows import for_update, get_or_404, require_version
from autoleads.errors import DuplicateResource, NotFound, TenantNotFound
from autoleads.extensions import db
from autoleads.models import Tenant
from autoleads.models.tenant import TenantStatus
from autoleads.services.tenants.info import TenantInfo

TAKEN = {
    "uq_tenants_slug": DuplicateResource("This slug is taken."),
    "uq_tenants_domain": DuplicateResource("This domain is taken."),
}


def find_by_slug(slug: str) -> TenantInfo | None:
    """Reads the platform's table: needs no tenant in force."""
    row = db.session.scalar(select(Tenant).where(Tenant.slug == slug))
    return TenantInfo.of(row) if row else None


def find_by_domain(domain: str) -> TenantInfo | None:
    row = db.session.scalar(select(Tenant).where(Tenant.domain == domain))
    return TenantInfo.of(row) if row else None


def find_version(tenant_id: int) -> int | None:
    """The row's version: one primary-key read that tells whether a copy is still true."""
    return db.session.scalar(select(Tenant.version).where(Tenant.id == tenant_id))


def get(tenant_id: int) -> TenantInfo:
    """
    Raises:
        TenantNotFound: there is no such dealer.
    """
    row = db.session.get(Tenant, tenant_id)
    if row is None:
        raise TenantNotFound
    return TenantInfo.of(row)


def get_by_slug(slug: str) -> TenantInfo:
    """
    Raises:
        NotFound: there is no dealer of that slug.
    """
    tenant = find_by_slug(slug)
    if tenant is None:
        raise NotFound(f"There is no dealer {slug!r}.")
    return tenant


def index() -> list[TenantInfo]:
    """All dealers, by slug."""
    return [TenantInfo.of(row) for row in db.session.scalars(select(Tenant).order_by(Tenant.slug))]


def create(
    slug: str,
    name: str,
    *,
    status: TenantStatus = "trial",
    trial_days: int = 14,
    **fields: Any,
) -> TenantInfo:
    """A new dealer; `fields` are further columns.

    Raises:
        DuplicateResource: the slug or the domain is taken.
    """
    trial_ends_at = datetime.now(UTC) + timedelta(days=trial_days) if status == "trial" else None
    row = Tenant(slug=slug, name=name, status=status, trial_ends_at=trial_ends_at, **fields)
    db.session.add(row)
    flush_or_raise(TAKEN)
    return TenantInfo.of(row)


def set_status(tenant: TenantInfo, status: TenantStatus, trial_days: int = 14) -> TenantInfo:
    """Open or close a dealer; a trial that had ended, or had no end, begins anew."""
    row = _get_locked(tenant)
    now = datetime.now(UTC)
    if status == "trial" and (row.trial_ends_at is None or row.trial_ends_at <= now):
        row.trial_ends_at = now + timedelta(days=trial_days)
    row.status = status
    flush_or_raise(TAKEN)
    return TenantInfo.of(row)


def update(
    tenant: TenantInfo, fields: Mapping[str, Any], *, expected_version: int | None = None
) -> TenantInfo:
    """Change columns of the dealer; the parts of `settings` given are replaced, the others stay.

    Raises:
        PreconditionFailed: the row has another version than expected.
        DuplicateResource: the domain is another dealer's.
    """
    row = _get_locked(tenant)
    require_version(row, expected_version)
    columns = inspect(Tenant).columns.keys()
    settings = {key: value for key, value in fields.items() if key not in columns}
    for key in fields.keys() - settings.keys():
        setattr(row, key, fields[key])
    if settings:
        row.settings = {**row.settings, **settings}
    flush_or_raise(TAKEN)
    return TenantInfo.of(row)


def lock(tenant: TenantInfo) -> None:
    """Make transactions of one tenant take turns; the lock ends with the transaction."""
    db.session.execute(
        select(Tenant.id).where(Tenant.id == tenant.id).with_for_update(key_share=True)
    )


def _get_locked(tenant: TenantInfo) -> Tenant:
    return get_or_404(for_update(select(Tenant).where(Tenant.id == tenant.id)), TenantNotFound)
