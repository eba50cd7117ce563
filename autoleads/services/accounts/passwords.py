"""Changing passwords."""

from __future__ import annotations

from autoleads.errors import Unauthorized, invalid
from autoleads.extensions import current, db
from autoleads.models import User
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.locks import lock_user
from autoleads.services.accounts.sessions import end_sessions
from autoleads.services.tenants import TenantInfo


def change_password(
    tenant: TenantInfo, user: User, old: str, new: str, *, keep_session: int
) -> None:
    """Set a new password and end the user's other sessions.

    Raises:
        ValidationError: `old` is not the current password.
        Unauthorized: the user was disabled or removed meanwhile.
    """
    passwords = current(Passwords)
    wrong_password = invalid("currentPassword", "not_current_password")
    verified = user.password_hash
    if verified is None or not passwords.verify(verified, old):
        raise wrong_password
    new_hash = passwords.hash(new)
    locked = lock_user(tenant, user.id)
    if locked is None or locked.status != "active":
        raise Unauthorized
    if not passwords.still_matches(locked.password_hash, old, verified=verified):
        raise wrong_password
    set_password_hash(tenant, locked, new_hash, keep_session=keep_session)


def set_password_hash(
    tenant: TenantInfo, user: User, password_hash: str, *, keep_session: int | None = None
) -> None:
    """Set the password of a locked user and end their sessions, except `keep_session`."""
    user.password_hash = password_hash
    db.session.flush()
    end_sessions(tenant, user, keep_session=keep_session)
