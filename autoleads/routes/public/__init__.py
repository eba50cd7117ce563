"""The public API, without login. Each request passes these hooks in order.

The public rate limit counts before them, see `hooks.rate_limits`.
"""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.bounded_threads import require_share
from autoleads.hooks.conditional import make_conditional
from autoleads.hooks.cors import allow_any_origin_to_read
from autoleads.hooks.idempotency import replay_response, store_response
from autoleads.hooks.tenant import resolve_tenant
from autoleads.routes.public import cars, leads, tenant

bp = Blueprint("public", __name__, url_prefix="/api")
bp.before_request(resolve_tenant)
bp.before_request(require_share)
bp.before_request(replay_response)
bp.after_request(store_response)
bp.after_request(make_conditional)
bp.after_request(allow_any_origin_to_read)

for surface in (cars, leads, tenant):
    bp.register_blueprint(surface.bp)
