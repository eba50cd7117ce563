"""The page of the day, where the panel begins."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import current, db
from autoleads.gateways.web_push import WebPush
from autoleads.hooks.panel_session import renew_session
from autoleads.routes.panel.rendering import show_page
from autoleads.views.panel.today import TodayPage

bp = Blueprint("today", __name__)


@bp.get("/")
def start() -> BaseResponse:
    """Lead to the page of the day."""
    return redirect(url_for("panel.today.show"))


@bp.get("/today")
def show() -> Response:
    """Show who waits, what is due and what needs a look."""
    page = TodayPage.of(g.tenant, g.current_user)
    key = current(WebPush).public_key
    response = show_page("panel/today.html", active="today", page=page, push_key=key)
    renew_session(response)
    db.session.commit()
    return response
