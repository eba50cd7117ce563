"""The page that a one-time link leads to, for setting a password."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from pydantic import ValidationError as PydanticError

from autoleads.errors import ValidationError
from autoleads.extensions import db
from autoleads.hooks.auth import public_endpoint
from autoleads.hooks.rate_limits import limit_by_ip
from autoleads.schemas.accounts import OneTimePasswordIn
from autoleads.services import accounts
from autoleads.views.password_page import PasswordPage

bp = Blueprint("password", __name__, url_prefix="/password")


@bp.get("")
@public_endpoint
def edit() -> str:
    """The form; the token stays in it."""
    page = PasswordPage(token=request.args.get("token", ""))
    return render_template("panel/password.html", tenant=g.tenant, page=page)


@bp.post("")
@public_endpoint
@limit_by_ip
def update() -> tuple[str, int]:
    """Set the password, or show the form again and say what is wrong."""
    token = request.form.get("token", "")
    password = request.form.get("password", "")
    try:
        data = OneTimePasswordIn.model_validate({"token": token, "newPassword": password})
        user = accounts.use_one_time_token(g.tenant, data.token, data.new_password)
    except (PydanticError, ValidationError) as error:
        too_short = isinstance(error, PydanticError)
        page = PasswordPage(token, "password_length" if too_short else "password_link_used")
        return render_template("panel/password.html", tenant=g.tenant, page=page), 422
    db.session.commit()
    return render_template("panel/password_done.html", tenant=g.tenant, email=user.email), 200
