"""Pages for customers. Every request passes these hooks, in this order."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.bounded_threads import require_share
from autoleads.hooks.conditional import make_conditional
from autoleads.hooks.tenant import resolve_tenant
from autoleads.routes.storefront import cars

bp = Blueprint("storefront", __name__)
bp.before_request(resolve_tenant)
bp.before_request(require_share)
bp.after_request(make_conditional)

bp.register_blueprint(cars.bp)
