"""Logging in to the panel, and out."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError, Unauthorized
from autoleads.extensions import db
from autoleads.hooks.auth import public_endpoint
from autoleads.hooks.forms import read_form
from autoleads.hooks.panel_session import end_session, start_session
from autoleads.hooks.rate_limits import limit_login
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.accounts import LoginIn
from autoleads.services import accounts
from autoleads.views.panel.login import LoginPage, safe_target

bp = Blueprint("session", __name__)


@bp.get("/login")
@public_endpoint
def new() -> BaseResponse:
    """Show the form to log in."""
    if g.get("current_user"):
        return redirect(url_for("panel.today.show"))
    return show_page("panel/login.html", page=_page())


@bp.post("/login")
@public_endpoint
@limit_login
def create() -> BaseResponse:
    """Log in, and go on where the browser wanted to go."""
    try:
        data = read_form(LoginIn)
        session, user = accounts.log_in(g.tenant, data.email, data.password)
    except AutoLeadsError:
        page = _page(problem=Unauthorized("wrong_credentials"))
        return show_page("panel/login.html", 401, page=page)
    db.session.commit()
    target = safe_target(request.form.get("next"))
    response: Response = make_response(redirect(target or url_for("panel.today.show"), 303))
    start_session(response, g.tenant, session, user)
    return response


@bp.post("/logout")
def delete() -> BaseResponse:
    """End the session."""
    accounts.log_out(g.tenant, g.session_id)
    db.session.commit()
    response: Response = make_response(redirect(url_for("panel.session.new"), 303))
    end_session(response)
    return response


def _page(problem: AutoLeadsError | None = None) -> LoginPage:
    return LoginPage(
        email=request.form.get("email", ""),
        target=safe_target(request.values.get("next")),
        problem=problem.phrase if problem else None,
    )
