"""The dealer's public details."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.tenants import TenantOut

bp = Blueprint("tenant", __name__, url_prefix="/tenant")


@bp.get("")
@endpoint("Dealer", TenantOut, login=False)
def show() -> Response:
    """Name, address, hours and WhatsApp number of the dealer."""
    return success(TenantOut.render(g.tenant))
