"""Logging in."""

from __future__ import annotations

from autoleads.schemas.base import Body, Email, Line, Out, Password
from autoleads.schemas.users import UserOut


class LoginIn(Body):
    email: Email
    # Any length and shape: what was never a password is a wrong one, not a malformed one.
    password: str


class PasswordIn(Body):
    current_password: str
    new_password: Password


class OneTimePasswordIn(Body):
    token: Line
    new_password: Password


class TokensOut(Out):
    access_token: str
    refresh_token: str
    expires_in: int
    """Seconds."""


class LoginOut(TokensOut):
    user: UserOut
