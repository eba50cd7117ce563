"""The history of what the team did."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel_queries import AuditQuery
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.audit import AuditPage

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
@roles("owner")
def index() -> Response:
    """List what the team did, the newest first."""
    query = read_query(AuditQuery)
    phrases = Phrases(current_language())
    page = AuditPage.of(g.tenant, phrases, query.before, query.user_id)
    return show_page("panel/settings/audit.html", active="settings", page=page)
