"""Pages for customers. Every request passes these hooks, in this order."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.conditional import make_conditional
from autoleads.hooks.tenant import resolve_tenant
from autoleads.hooks.thread_shares import take_tenants_share
from autoleads.routes.storefront import cars

bp = Blueprint("storefront", __name__)
bp.before_request(resolve_tenant)
bp.before_request(take_tenants_share)
bp.after_request(make_conditional)

bp.register_blueprint(cars.bp)
