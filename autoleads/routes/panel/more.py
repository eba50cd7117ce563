"""The rest of the menu, on a phone."""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.routes.panel.rendering import show_page

bp = Blueprint("more", __name__, url_prefix="/more")


@bp.get("")
def index() -> Response:
    """List the pages that have no tab of their own."""
    return show_page("panel/more.html", active="more")
