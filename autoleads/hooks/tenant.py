"""Whose host this is."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g, request

from autoleads.database.tenant_scope import enter_tenant
from autoleads.errors import TenantInactive, TenantNotFound
from autoleads.extensions import current
from autoleads.services.tenants import TenantCache
from autoleads.text.host import parse_host


def resolve_tenant() -> None:
    """Find the dealer of the Host header, and put him in force.

    Raises:
        TenantNotFound: the host is no dealer.
        TenantInactive: the dealer is suspended, expired or past its trial.
    """
    host = parse_host(request.environ.get("HTTP_HOST", ""))
    tenant = current(TenantCache).find(host) if host else None
    if tenant is None:
        raise TenantNotFound
    if not tenant.is_open(datetime.now(UTC)):
        raise TenantInactive
    g.tenant = tenant
    enter_tenant(tenant.id)
