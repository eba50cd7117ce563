"""Pages for the team. Each request passes these hooks in order."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.csrf import require_same_origin
from autoleads.hooks.rate_limits import exempt_from_public_limit
from autoleads.hooks.tenant import resolve_tenant
from autoleads.hooks.thread_shares import take_tenants_share
from autoleads.http.surfaces import declare
from autoleads.routes.panel import password

bp = Blueprint("panel", __name__, url_prefix="/admin")
declare(bp, "pages", "private")
exempt_from_public_limit(bp)
bp.before_request(resolve_tenant)
bp.before_request(take_tenants_share)
bp.before_request(require_same_origin)

bp.register_blueprint(password.bp)
