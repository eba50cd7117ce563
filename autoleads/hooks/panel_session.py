"""The session of the panel: a cookie with a token, whose session and user are read each time.

The cookie names the same row of `sessions` as the API's tokens. Its token has an audience of its
own, so the API refuses it as a Bearer token, and the panel takes no other.
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from flask import Response, current_app, g, redirect, request, url_for
from flask_jwt_extended import create_access_token
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import Forbidden, Unauthorized
from autoleads.extensions import current
from autoleads.hooks.auth import is_public
from autoleads.hooks.csrf import SAFE_METHODS
from autoleads.hooks.verified_tokens import Claims, VerifiedTokens
from autoleads.models import Session, User
from autoleads.services import accounts
from autoleads.services.accounts import SESSION_LIFETIME
from autoleads.services.tenants import TenantInfo
from autoleads.settings import ISSUER

AUDIENCE = "panel"
RENEW_AFTER = timedelta(days=1)
CLAIMS = ["sub", "tid", "sid", "csrf", "exp", "iat", "jti"]


@dataclass(frozen=True)
class PanelToken:
    """The claims of a valid cookie of the request's tenant."""

    user_id: int
    session_id: int
    csrf: str
    """What every form of this session carries."""
    issued_at: datetime


def start_session(response: Response, tenant: TenantInfo, session: Session, user: User) -> None:
    """Give the browser the cookie of a session."""
    _set_cookie(response, tenant, session.id, user.id, uuid.uuid4().hex)


def end_session(response: Response) -> None:
    """Take the cookie away, with what the pages have stored in the browser."""
    response.delete_cookie(_cookie_name(), path="/", secure=request.is_secure, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def require_session() -> BaseResponse | None:
    """Set `g.current_user`, `g.session_id` and `g.panel_token`, or lead to the login page.

    Raises:
        Unauthorized: a script asks without a session; it cannot follow to a login.
    """
    token = _read_token()
    user = None
    if token is not None:
        user = accounts.find_current_user(g.tenant, token.session_id, token.user_id)
    if token is not None and user is not None:
        g.current_user, g.session_id = user, token.session_id
        g.panel_token = token
        return None
    if is_public():
        return None
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        raise Unauthorized
    target = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("panel.session.new", next=target), 303)


def require_csrf_token() -> None:
    """Check that a form of a session carries the token of that session.

    Raises:
        Forbidden: it carries none or another.
    """
    token: PanelToken | None = g.get("panel_token")
    if request.method in SAFE_METHODS or token is None or is_public():
        return
    sent = request.form.get("csrf_token", "")
    if not hmac.compare_digest(sent.encode(errors="replace"), token.csrf.encode()):
        raise Forbidden


def renew_session(response: Response) -> None:
    """Give a session that is a day old its whole lifetime again; the caller commits."""
    token: PanelToken = g.panel_token
    if datetime.now(UTC) - token.issued_at > RENEW_AFTER:
        accounts.extend_session(g.tenant, token.session_id)
        _set_cookie(response, g.tenant, token.session_id, token.user_id, token.csrf)


def _set_cookie(
    response: Response, tenant: TenantInfo, session_id: int, user_id: int, csrf: str
) -> None:
    claims = {"aud": AUDIENCE, "tid": tenant.id, "sid": session_id, "csrf": csrf}
    token = create_access_token(
        str(user_id), additional_claims=claims, expires_delta=SESSION_LIFETIME
    )
    response.set_cookie(
        _cookie_name(),
        token,
        max_age=SESSION_LIFETIME,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    """Return the name with which browsers themselves hold the cookie to this host, over HTTPS."""
    return "__Host-panel" if request.is_secure else "panel"


def _read_token() -> PanelToken | None:
    token = request.cookies.get(_cookie_name(), "")
    try:
        claims = current(VerifiedTokens).read("panel", token, _verify)
    except jwt.InvalidTokenError:
        return None
    if claims["tid"] != g.tenant.id:
        return None
    issued_at = datetime.fromtimestamp(claims["iat"], UTC)
    return PanelToken(int(claims["sub"]), claims["sid"], claims["csrf"], issued_at)


def _verify(token: str) -> Claims:
    claims: Claims = jwt.decode(
        token,
        current_app.config["JWT_SECRET_KEY"],
        algorithms=current_app.config["JWT_DECODE_ALGORITHMS"],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": CLAIMS},
    )
    return claims
