"""The dealer's public details."""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.hooks.response_cache import respond
from autoleads.http.openapi import endpoint
from autoleads.routes.public.reads import show_tenant
from autoleads.schemas.tenants import TenantOut

bp = Blueprint("tenant", __name__, url_prefix="/tenant")


@bp.get("")
@endpoint("Dealer", TenantOut, login=False)
def show() -> Response:
    """Name, address, hours and WhatsApp number of the dealer."""
    return respond(show_tenant)
