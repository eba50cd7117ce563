"""The search through all that the panel has."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel_queries import GlobalSearchQuery
from autoleads.views.panel.search import SearchPage

bp = Blueprint("search", __name__, url_prefix="/search")


@bp.get("")
def show() -> Response:
    """Show the cars, chats and messages that have some words."""
    page = SearchPage.of(g.tenant, g.current_user, read_query(GlobalSearchQuery).q)
    return show_page("panel/search.html", active="search", page=page)
