"""Logging in."""

from __future__ import annotations

from autoleads.schemas.base import Email, Line, Password, RequestBody, ResponseModel
from autoleads.schemas.users import UserOut


class LoginIn(RequestBody):
    email: Email
    # Any length and shape: what was never a password is a wrong one, not a malformed one.
    password: str


class PasswordIn(RequestBody):
    current_password: str
    new_password: Password


class OneTimePasswordIn(RequestBody):
    token: Line
    new_password: Password


class TokensOut(ResponseModel):
    access_token: str
    refresh_token: str
    expires_in: int
    """Seconds."""


class LoginOut(TokensOut):
    user: UserOut
