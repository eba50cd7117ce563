"""The dealer's own settings."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.extensions import current, db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import etag, expected_versions
from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.tenants import TenantPatch, TenantSettingsOut
from autoleads.services import tenants
from autoleads.services.tenants import TenantCache

bp = Blueprint("tenant", __name__, url_prefix="/tenant")


@bp.get("")
@endpoint("Dealer", TenantSettingsOut)
def show() -> Response:
    """Show the dealer's settings."""
    tenant = tenants.get(g.tenant.id)
    return success(TenantSettingsOut.render(tenant), headers=etag(tenant))


@bp.patch("")
@endpoint("Dealer", TenantSettingsOut, errors=(409, 412))
@roles("owner")
def update(json: TenantPatch) -> Response:
    """Change the dealer's settings."""
    tenant = tenants.update(
        g.tenant, json.changes(), json.settings_changes(), expected_versions=expected_versions()
    )
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return success(TenantSettingsOut.render(tenant), headers=etag(tenant))
