"""Pages for the team. Every request passes these hooks, in this order."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.same_origin import refuse_other_sites
from autoleads.hooks.tenant import resolve_tenant
from autoleads.routes.panel import password

bp = Blueprint("panel", __name__, url_prefix="/admin")
bp.before_request(resolve_tenant)
bp.before_request(refuse_other_sites)

bp.register_blueprint(password.bp)
