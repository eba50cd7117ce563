"""The figures that an owner reads in a minute."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import send_csv, show_page
from autoleads.schemas.panel_queries import FiguresQuery
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.figures import FiguresPage

bp = Blueprint("figures", __name__)


@bp.get("/figures")
@roles("owner", "admin")
def show() -> Response:
    """Show the figures of a period."""
    return show_page("panel/figures.html", active="figures", page=_page())


@bp.get("/figures.csv")
@roles("owner", "admin")
def export() -> Response:
    """Send the figures of a period as a table."""
    return send_csv("angka", _page().rows(Phrases(current_language())))


def _page() -> FiguresPage:
    query = read_query(FiguresQuery)
    return FiguresPage.of(g.tenant, query.days, Phrases(current_language()))
