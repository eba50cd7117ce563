"""The admin API: each request passes these guards in order, and views add `roles`."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.auth import require_role, require_user
from autoleads.hooks.bounded_threads import require_share
from autoleads.hooks.cors import allow_own_origins
from autoleads.hooks.idempotency import replay_response, store_response
from autoleads.hooks.rate_limits import exempt_from_public_limit, limit_admin_writes
from autoleads.hooks.tenant import resolve_tenant
from autoleads.hooks.uploads import allow_files
from autoleads.http.surfaces import declare
from autoleads.routes.admin import (
    auth,
    cars,
    demand,
    devices,
    leads,
    messages,
    photos,
    tenant,
    users,
)

bp = Blueprint("admin", __name__, url_prefix="/api/admin")
declare(bp, "private")
exempt_from_public_limit(bp)
bp.before_request(resolve_tenant)
bp.before_request(require_share)
bp.before_request(require_user)
bp.before_request(limit_admin_writes)
bp.before_request(require_role)
bp.before_request(allow_files)
bp.before_request(replay_response)
bp.after_request(store_response)
bp.after_request(allow_own_origins)

for surface in (auth, tenant, users, cars, photos, leads, messages, devices, demand):
    bp.register_blueprint(surface.bp)
