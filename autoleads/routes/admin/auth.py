"""Logging in and out."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.errors import Unauthorized
from autoleads.extensions import db
from autoleads.hooks.auth import issue_tokens, public_endpoint, verify_token
from autoleads.hooks.rate_limits import limit_by_ip, limit_login, limit_password_change
from autoleads.http.openapi import endpoint
from autoleads.http.responses import no_content, success
from autoleads.schemas.accounts import LoginIn, LoginOut, OneTimePasswordIn, PasswordIn, TokensOut
from autoleads.schemas.users import UserOut
from autoleads.services import accounts

bp = Blueprint("auth", __name__, url_prefix="/auth")


@bp.post("/login")
@endpoint("Login", LoginOut, errors=(401,), login=False)
@public_endpoint
@limit_login
def login(json: LoginIn) -> Response:
    """Log in with e-mail and password."""
    session, user = accounts.log_in(g.tenant, json.email, json.password)
    db.session.commit()
    return success({**issue_tokens(g.tenant, session, user), "user": UserOut.render(user)})


@bp.post("/refresh")
@endpoint("Login", TokensOut)
@public_endpoint
def refresh() -> Response:
    """Exchange the refresh token, sent as Bearer, for a new pair; it works once."""
    claims = verify_token(refresh=True)
    opened = accounts.refresh(g.tenant, claims.session_id, claims.jti, claims.issued_at)
    db.session.commit()
    if opened is None:
        raise Unauthorized
    return success(issue_tokens(g.tenant, *opened))


@bp.post("/logout")
@endpoint("Login", status=204)
def logout() -> Response:
    """End this session."""
    accounts.log_out(g.tenant, g.session_id)
    db.session.commit()
    return no_content()


@bp.get("/me")
@endpoint("Login", UserOut)
def me() -> Response:
    """Show the current user."""
    return success(UserOut.render(g.current_user))


@bp.post("/password")
@endpoint("Login", status=204)
@limit_password_change
def change_password(json: PasswordIn) -> Response:
    """Change my password; my other sessions end."""
    accounts.change_password(
        g.tenant,
        g.current_user,
        json.current_password,
        json.new_password,
        keep_session=g.session_id,
    )
    db.session.commit()
    return no_content()


@bp.post("/one-time-password")
@endpoint("Login", status=204, login=False)
@public_endpoint
@limit_by_ip
def use_one_time_link(json: OneTimePasswordIn) -> Response:
    """Set a password with the token of a one-time link."""
    accounts.use_one_time_token(g.tenant, json.token, json.new_password)
    db.session.commit()
    return no_content()
