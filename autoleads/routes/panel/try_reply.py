"""Trying what an auto-reply would say; nothing is sent and nothing is stored."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel import TryReplyForm
from autoleads.services import autoreply, tenants
from autoleads.views.panel.try_reply import TryReplyPage

bp = Blueprint("try_reply", __name__, url_prefix="/settings/answers/try")


@bp.get("")
@roles("owner", "admin")
def new() -> Response:
    """Show the box to write in as a customer would."""
    return show_page("panel/settings/try.html", active="settings", page=TryReplyPage())


@bp.post("")
@roles("owner", "admin")
def create() -> Response:
    """Show what an auto-reply would say, and what it was made from."""
    text = read_form(TryReplyForm).text
    trial = autoreply.try_reply(tenants.get(g.tenant.id), text, datetime.now(UTC))
    db.session.expunge_all()
    db.session.rollback()
    return show_page("panel/settings/try.html", active="settings", page=TryReplyPage(text, trial))
