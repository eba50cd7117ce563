"""Find the user of a request, and check that their role allows it.

A view says what it needs with `public_endpoint` or `roles`; without either, every user of the
tenant may call it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import current_app, g, request
from flask_jwt_extended import create_access_token, create_refresh_token, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import InvalidTokenError

from autoleads.errors import Forbidden, Unauthorized
from autoleads.extensions import current
from autoleads.hooks.verified_tokens import Claims, VerifiedTokens
from autoleads.models import Session, User
from autoleads.models.user import Role
from autoleads.services import accounts
from autoleads.services.tenants import TenantInfo

View = TypeVar("View", bound=Callable[..., Any])

# Read here: the extension wants the scheme in one case and raises a 500 for some headers.
BEARER = re.compile(
    r"Bearer +(?P<token>[a-z0-9_-]{1,2000}\.[a-z0-9_-]{1,4000}\.[a-z0-9_-]{1,2000})",
    re.ASCII | re.IGNORECASE,
)
USER_ID = re.compile("[0-9]{1,18}", re.ASCII)
CLAIM_TYPES = {"sub": str, "tid": int, "sid": int, "exp": int, "iat": int, "jti": str}


@dataclass(frozen=True)
class TokenClaims:
    """The claims of a valid token of the request's tenant."""

    user_id: int
    session_id: int
    jti: str
    issued_at: datetime


def public_endpoint(view: View) -> View:
    """Mark a view of the admin API or of the panel that needs no user."""
    view.public_endpoint = True  # type: ignore[attr-defined]
    return view


def roles(*allowed: Role) -> Callable[[View], View]:
    """Mark a view that only users of some roles may call."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(allowed)  # type: ignore[attr-defined]
        return view

    return mark


def require_user() -> None:
    """Set `g.current_user` and `g.session_id` from the access token.

    The user is read from the database, so a change of role or status takes effect at once.

    Raises:
        Unauthorized: the token is missing or invalid, or its session or user is not active.
    """
    if request.method == "OPTIONS" or is_public():
        return
    claims = verify_token()
    user = accounts.find_current_user(g.tenant, claims.session_id, claims.user_id)
    if user is None:
        raise Unauthorized
    g.current_user = user
    g.session_id = claims.session_id


def is_public() -> bool:
    """Return whether the view of the request needs no user."""
    return bool(mark_of_view("public_endpoint"))


def require_role() -> None:
    """Check the role of the current user against the view's `roles`.

    Raises:
        Forbidden: the view does not allow this role.
    """
    allowed = mark_of_view("allowed_roles")
    if allowed is None or request.method == "OPTIONS":
        return
    if g.current_user.role not in allowed:
        raise Forbidden


def verify_token(*, refresh: bool = False) -> TokenClaims:
    """Return the claims of the token in the `Authorization` header.

    Args:
        refresh: expect a refresh token, not an access token.

    Raises:
        Unauthorized: the header has no valid token of this kind and of this tenant.
    """
    header = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if header is None:
        raise Unauthorized
    try:
        claims = current(VerifiedTokens).read("api", header["token"], decode_token)
    except (JWTExtendedException, InvalidTokenError) as error:
        raise Unauthorized from error
    if not _is_complete(claims):
        raise Unauthorized
    kind = "refresh" if refresh else "access"
    if claims.get("type") != kind or claims["tid"] != g.tenant.id:
        raise Unauthorized
    issued_at = datetime.fromtimestamp(claims["iat"], UTC)
    return TokenClaims(int(claims["sub"]), claims["sid"], claims["jti"], issued_at)


def issue_tokens(tenant: TenantInfo, session: Session, user: User) -> dict[str, Any]:
    """Return a new access token, its lifetime in seconds, and the session's refresh token."""
    claims = {"tid": tenant.id, "sid": session.id}
    access = create_access_token(str(user.id), additional_claims=claims)
    refresh = create_refresh_token(
        str(user.id), additional_claims=claims | {"jti": session.refresh_jti}
    )
    lifetime = current_app.config["JWT_ACCESS_TOKEN_EXPIRES"]
    return {
        "accessToken": access,
        "refreshToken": refresh,
        "expiresIn": int(lifetime.total_seconds()),
    }


def _is_complete(claims: Claims) -> bool:
    typed = all(isinstance(claims.get(name), kind) for name, kind in CLAIM_TYPES.items())
    return typed and USER_ID.fullmatch(claims["sub"]) is not None


def mark_of_view(name: str) -> Any:
    """Return what the view of the request is marked with, or None."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, name, None)
