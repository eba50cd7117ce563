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
from autoleads.services.tenants import TenantCache, TenantInfo

bp = Blueprint("tenant", __name__, url_prefix="/tenant")


@bp.get("")
@endpoint("Dealer", TenantSettingsOut)
def show() -> Response:
    """Show the dealer's settings."""
    return _shown(tenants.get(g.tenant.id))


@bp.patch("")
@endpoint("Dealer", TenantSettingsOut, errors=(409, 412))
@roles("owner")
def update(json: TenantPatch) -> Response:
    """Change the dealer's settings."""
    tenant = tenants.update(
        g.tenant,
        json.changes(),
        json.settings_changes(),
        by=g.current_user,
        expected_versions=expected_versions(),
    )
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return _shown(tenant)


@bp.post("/domain/verify")
@endpoint("Dealer", TenantSettingsOut, errors=(409,))
@roles("owner")
def verify_domain() -> Response:
    """Look up the DNS record of the domain; once it is found, the domain is served."""
    proof = tenants.get_proof(g.tenant)
    # The look-up may take seconds: no transaction stays open meanwhile.
    db.session.commit()
    tenant = tenants.record_check(g.tenant, proof, found=proof.is_found())
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return _shown(tenant)


def _shown(tenant: TenantInfo) -> Response:
    data = TenantSettingsOut.of(tenant, tenants.find_claim(tenant))
    return success(data, headers=etag(tenant))
