"""Who is asking, and whether his role allows it.

Views say what they need with `public_endpoint` or `roles`; without either, any member of the team may call them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import current_app, g, request
from flask_jwt_extended import create_access_token, create_refresh_token, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import InvalidTokenError

from autoleads.errors import Forbidden, Unauthorized
from autoleads.models import Session, User
from autoleads.models.user import Role
from autoleads.services import accounts
from autoleads.services.tenants import TenantInfo

View = TypeVar("View", bound=Callable[..., Any])

# Checked before the library sees it: some malformed headers make it answer 500.
BEARER = re.compile(
    r"Bearer +[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{1,4000}\.[A-Za-z0-9_-]{1,2000}", re.ASCII
)
USER_ID = re.compile("[0-9]{1,18}", re.ASCII)


def public_endpoint(view: View) -> View:
    """This admin endpoint needs no access token."""
    view.public_endpoint = True  # type: ignore[attr-defined]
    return view


def roles(*allowed: Role) -> Callable[[View], View]:
    """Only these roles may call this endpoint."""

    def mark(view: View) -> View:
        view.roles = frozenset(allowed)  # type: ignore[attr-defined]
        return view

    return mark


def require_user() -> None:
    """Read the access token and, from the database, its user.

    Raises:
        Unauthorized: no usable token, or its session or user is not alive at this dealer.
    """
    if request.method == "OPTIONS" or getattr(_view(), "public_endpoint", False):
        return
    claims = verify_token()
    user = accounts.find_current_user(g.tenant, claims["sid"], int(claims["sub"]))
    if user is None:
        raise Unauthorized
    g.current_user = user
    g.session_id = claims["sid"]


def require_role() -> None:
    """
    Raises:
        Forbidden: the user's role is not among those of the view.
    """
    allowed = getattr(_view(), "roles", None)
    if allowed is not None and request.method != "OPTIONS" and g.current_user.role not in allowed:
        raise Forbidden


def verify_token(*, refresh: bool = False) -> dict[str, Any]:
    """The claims of the token in the header, if it is one of this dealer's.

    Raises:
        Unauthorized: anything else.
    """
    if not BEARER.fullmatch(request.headers.get("Authorization", "")):
        raise Unauthorized
    try:
        _, claims = verify_jwt_in_request(refresh=refresh)  # type: ignore[misc]
    except (JWTExtendedException, InvalidTokenError) as error:
        raise Unauthorized from error
    shape = {"sub": str, "tid": int, "sid": int, "exp": int, "iat": int, "jti": str}
    if not all(isinstance(claims.get(name), kind) for name, kind in shape.items()):
        raise Unauthorized
    # The library takes whatever is no refresh token for an access token.
    kind = "refresh" if refresh else "access"
    if (
        claims["tid"] != g.tenant.id
        or claims.get("type") != kind
        or not USER_ID.fullmatch(claims["sub"])
    ):
        raise Unauthorized
    return dict(claims)


def issue_tokens(tenant: TenantInfo, session: Session, user: User) -> dict[str, Any]:
    """A fresh pair: an access token, and the refresh token that the session now waits for."""
    claims = {"tid": tenant.id, "sid": session.id}
    lifetime = current_app.config["JWT_ACCESS_TOKEN_EXPIRES"]
    return {
        "accessToken": create_access_token(str(user.id), additional_claims=claims),
        "refreshToken": create_refresh_token(
            str(user.id), additional_claims={**claims, "jti": session.refresh_jti}
        ),
        "expiresIn": int(lifetime.total_seconds()),
    }


def issued_at(claims: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(claims["iat"], UTC)


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")
