"""Members of a tenant's team."""

from __future__ import annotations

from datetime import date

from pydantic import MISSING

from autoleads.models.user import Role, UserStatus
from autoleads.schemas.base import (
    Day,
    Email,
    Line,
    Moment,
    Password,
    Phone,
    RequestBody,
    ResponseModel,
)
from autoleads.services.accounts import NewUser, UserChanges


class UserIn(RequestBody):
    """A new user."""

    email: Email
    name: Line
    role: Role
    phone: Phone | None = None
    status: UserStatus = "active"
    password: Password | None = None
    """Left out: the response has a one-time link instead."""
    on_leave: bool = False
    on_leave_until: Day | None = None
    """The last day of the leave, in the dealer's time zone; left out: until it is ended."""

    def new_user(self) -> NewUser:
        return NewUser(**self.model_dump())


class UserPatch(RequestBody):
    """Changes of a user: a field left out stays as it is."""

    email: Email | MISSING = MISSING
    name: Line | MISSING = MISSING
    role: Role | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING
    status: UserStatus | MISSING = MISSING
    password: Password | MISSING = MISSING
    on_leave: bool | MISSING = MISSING
    on_leave_until: Day | MISSING | None = MISSING

    def changes(self) -> UserChanges:
        return UserChanges(**self.model_dump())


class UserOut(ResponseModel):
    """A user."""

    id: int
    email: str
    name: str
    phone: str | None
    role: Role
    status: UserStatus
    on_leave: bool
    on_leave_until: date | None
    created_at: Moment
    updated_at: Moment


class NewUserOut(UserOut):
    """A user who was just created."""

    password_link: str | None = None
    """The address where the user sets a password; it works once, for three days."""
