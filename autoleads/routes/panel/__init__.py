"""Pages for the team. Each request passes these hooks in order."""

from __future__ import annotations

from flask import Blueprint

from autoleads.hooks.auth import require_role
from autoleads.hooks.bounded_threads import require_share
from autoleads.hooks.csrf import require_same_origin
from autoleads.hooks.panel_session import require_csrf_token, require_session
from autoleads.hooks.rate_limits import exempt_from_public_limit, limit_admin_writes
from autoleads.hooks.tenant import resolve_tenant
from autoleads.hooks.uploads import allow_files
from autoleads.http.surfaces import declare
from autoleads.routes.panel import (
    account,
    app_files,
    audit,
    car_form,
    car_import,
    car_picker,
    cars,
    chat,
    conversation,
    devices,
    domain,
    exports,
    figures,
    interested,
    leads,
    more,
    new_lead,
    password,
    photos,
    privacy,
    pulse,
    push,
    sale,
    search,
    session,
    settings,
    share,
    team,
    today,
    try_reply,
)

bp = Blueprint("panel", __name__, url_prefix="/admin")
declare(bp, "pages", "private")
exempt_from_public_limit(bp)
bp.before_request(resolve_tenant)
bp.before_request(require_share)
bp.before_request(require_same_origin)
bp.before_request(require_session)
bp.before_request(allow_files)
bp.before_request(require_csrf_token)
bp.before_request(limit_admin_writes)
bp.before_request(require_role)

PAGES = (
    session,
    password,
    today,
    search,
    chat,
    conversation,
    car_picker,
    leads,
    new_lead,
    cars,
    car_form,
    car_import,
    photos,
    share,
    sale,
    interested,
    figures,
    exports,
    more,
    account,
    settings,
    try_reply,
    devices,
    domain,
    team,
    privacy,
    audit,
    pulse,
    push,
    app_files,
)
for pages in PAGES:
    bp.register_blueprint(pages.bp)
