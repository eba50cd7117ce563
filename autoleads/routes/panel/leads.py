"""The pipeline, and leads that the team enters."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel_queries import PipelineQuery
from autoleads.views.panel.pipeline import PipelinePage, Shown

bp = Blueprint("leads", __name__, url_prefix="/leads")


@bp.get("")
def index() -> Response:
    """Show the open leads by status."""
    query = read_query(PipelineQuery)
    shown = query.view or _default()
    page = PipelinePage.of(g.tenant, g.current_user, shown, who=query.who, q=query.q)
    return show_page("panel/leads.html", active="leads", page=page)


def _default() -> Shown:
    return "mine" if g.current_user.role == "sales" else "all"
