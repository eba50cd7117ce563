"""Find the tenant of a request by its host."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g, request

from autoleads.database.tenant_scope import enter_tenant
from autoleads.errors import TenantInactive, TenantNotFound
from autoleads.extensions import current
from autoleads.hooks.rate_limits import count_probe
from autoleads.services.tenants import TenantCache
from autoleads.text.host import parse_host


def resolve_tenant() -> None:
    """Set `g.tenant` from the Host header, and let the session work for that tenant.

    Raises:
        TenantNotFound: no tenant has this host.
        TenantInactive: the tenant is suspended, expired or past its trial.
    """
    host = parse_host(request.environ.get("HTTP_HOST", ""))
    tenant = current(TenantCache).find(host) if host else None
    if tenant is None:
        count_probe()
        raise TenantNotFound
    if not tenant.is_open(datetime.now(UTC)):
        raise TenantInactive
    g.tenant = tenant
    enter_tenant(tenant.id)
