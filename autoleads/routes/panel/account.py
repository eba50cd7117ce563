"""The user's own account: name, language and password."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import current, db
from autoleads.gateways.web_push import WebPush
from autoleads.hooks.forms import read_form
from autoleads.hooks.rate_limits import limit_password_change
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.accounts import PasswordIn
from autoleads.schemas.panel import AccountForm
from autoleads.services import accounts
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.forms import FormState

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
def edit() -> Response:
    """Show the user's account."""
    return _page()


@bp.post("")
def update() -> BaseResponse:
    """Change the user's own name and language."""
    try:
        form = read_form(AccountForm)
    except AutoLeadsError as problem:
        return _page(problem)
    accounts.update_own_account(g.tenant, g.current_user, form.name, form.language)
    db.session.commit()
    return go_to("panel.account.edit", "account_saved")


@bp.post("/password")
@limit_password_change
def change_password() -> BaseResponse:
    """Change the user's password; their other sessions end."""
    try:
        form = read_form(PasswordIn)
        old, new = form.current_password, form.new_password
        accounts.change_password(g.tenant, g.current_user, old, new, keep_session=g.session_id)
    except AutoLeadsError as problem:
        return _page(problem)
    db.session.commit()
    return go_to("panel.account.edit", "password_changed")


def _page(problem: AutoLeadsError | None = None) -> Response:
    user = g.current_user
    stored = {"name": user.name, "language": user.language or ""}
    form = FormState(stored)
    if problem is not None:
        phrases = Phrases(current_language())
        form = FormState.refused(stored | request.form.to_dict(), problem, phrases)
    status = status_of(problem) if problem else 200
    key = current(WebPush).public_key
    return show_page("panel/account.html", status, active="account", form=form, push_key=key)
