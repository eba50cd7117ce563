"""Changing passwords."""

from __future__ import annotations

from autoleads.errors import invalid
from autoleads.extensions import current, db
from autoleads.models import User
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.sessions import end_sessions
from autoleads.services.tenants import TenantInfo


def change_password(
    tenant: TenantInfo, user: User, old: str, new: str, *, keep_session: int
) -> None:
    """Set a new password and end the user's other sessions.

    Raises:
        ValidationError: `old` is not the current password.
    """
    if not current(Passwords).verify(user.password_hash, old):
        raise invalid("currentPassword", "This is not your current password.")
    set_password(tenant, user, new, keep_session=keep_session)


def set_password(
    tenant: TenantInfo, user: User, new: str, *, keep_session: int | None = None
) -> None:
    """Set a password and end the user's sessions, except `keep_session`."""
    user.password_hash = current(Passwords).hash(new)
    end_sessions(tenant, user, keep_session=keep_session)
    db.session.flush()
