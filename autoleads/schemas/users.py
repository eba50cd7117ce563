"""Members of a team."""

from __future__ import annotations

from typing import Literal

from pydantic import MISSING

from autoleads.models.user import Role
from autoleads.schemas.base import Email, Line, Moment, Password, Phone, RequestBody, ResponseModel

UserStatus = Literal["active", "disabled"]


class UserIn(RequestBody):
    email: Email
    name: Line
    role: Role
    phone: Phone | None = None
    status: UserStatus = "active"
    password: Password | None = None
    """Left out: the answer carries a one-time link instead."""
    on_leave: bool = False


class UserPatch(RequestBody):
    """Changes of a user: a field left out stays as it is."""

    email: Email | MISSING = MISSING
    name: Line | MISSING = MISSING
    role: Role | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING
    status: UserStatus | MISSING = MISSING
    password: Password | MISSING = MISSING
    on_leave: bool | MISSING = MISSING


class UserOut(ResponseModel):
    id: int
    email: str
    name: str
    phone: str | None
    role: Role
    status: UserStatus
    on_leave: bool
    created_at: Moment
    updated_at: Moment


class NewUserOut(UserOut):
    password_link: str | None = None
    """Where the new member sets a password; works once, for three days."""
