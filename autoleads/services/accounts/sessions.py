"""Logins: passwords, sessions, refresh tokens that work once, one-time links."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from autoleads.database.rows import for_update
from autoleads.errors import Unauthorized, invalid
from autoleads.extensions import current, db
from autoleads.models import Session, User
from autoleads.services.accounts.passwords import Passwords
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo

SESSION_LIFETIME = timedelta(days=30)
REUSE_GRACE = timedelta(seconds=30)
"""Two tabs may show the same refresh token; later than this, somebody stole it."""
LINK_LIFETIME = timedelta(days=3)
WRONG_CREDENTIALS = "E-mail or password is wrong."


def log_in(tenant: TenantInfo, email: str, password: str) -> tuple[Session, User]:
    """A new session; the same answer, and the same time, whatever was wrong.

    Raises:
        Unauthorized: there is no such active user, or the password is another.
    """
    user = db.session.scalar(select(User).where(User.tenant_id == tenant.id, User.email == email))
    matches = current(Passwords).verify(user.password_hash if user else None, password)
    if user is None or not matches or user.status != "active":
        raise Unauthorized(WRONG_CREDENTIALS)
    if user.password_hash and current(Passwords).needs_rehash(user.password_hash):
        user.password_hash = current(Passwords).hash(password)
    return _open_session(tenant, user), user


def refresh(
    tenant: TenantInfo, session_id: int, jti: str, issued_at: datetime
) -> tuple[Session, User] | None:
    """The session with its next refresh token; None when the token does not work (commit also then: a used one that is
    shown again late ends its session)."""
    row = db.session.execute(
        select(Session, User)
        .join(User, (User.tenant_id == Session.tenant_id) & (User.id == Session.user_id))
        .where(
            Session.tenant_id == tenant.id, Session.id == session_id, Session.revoked_at.is_(None)
        )
        .with_for_update(of=Session)
    ).one_or_none()
    now = datetime.now(UTC)
    if row is None or row.Session.expires_at <= now or row.User.status != "active":
        return None
    session: Session = row.Session
    if jti != session.refresh_jti:
        used_at = session.rotated_at if jti == session.previous_jti else issued_at
        if used_at is None or now - used_at > REUSE_GRACE:
            session.revoked_at = now
        return None
    session.previous_jti, session.refresh_jti = jti, uuid.uuid4().hex
    session.rotated_at, session.expires_at = now, now + SESSION_LIFETIME
    db.session.flush()
    return session, row.User


def log_out(tenant: TenantInfo, session_id: int) -> None:
    """End one session."""
    _revoke(tenant, Session.id == session_id)


def find_current_user(tenant: TenantInfo, session_id: int, user_id: int) -> User | None:
    """The user of a session that is alive, if both are this dealer's and he is active: one query."""
    return db.session.scalar(
        select(User)
        .join(Session, (Session.tenant_id == User.tenant_id) & (Session.user_id == User.id))
        .where(
            Session.tenant_id == tenant.id,
            Session.id == session_id,
            Session.revoked_at.is_(None),
            Session.expires_at > datetime.now(UTC),
            User.id == user_id,
            User.status == "active",
        )
    )


def change_password(
    tenant: TenantInfo, user: User, old: str, new: str, *, keep_session: int
) -> None:
    """Set a new password and end the user's other sessions.

    Raises:
        ValidationError: the current password is another.
    """
    if not current(Passwords).verify(user.password_hash, old):
        raise invalid("currentPassword", "This is not your current password.")
    set_password(tenant, user, new, keep_session=keep_session)


def set_password(
    tenant: TenantInfo, user: User, new: str, *, keep_session: int | None = None
) -> None:
    """Set a password and end the user's sessions, but for one."""
    user.password_hash = current(Passwords).hash(new)
    end_sessions(tenant, user, keep_session=keep_session)
    db.session.flush()


def end_sessions(tenant: TenantInfo, user: User, *, keep_session: int | None = None) -> None:
    _revoke(tenant, (Session.user_id == user.id) & (Session.id != (keep_session or 0)))


def one_time_token(user: User) -> str:
    """What lets its bearer set the user's password, once, within three days."""
    return current(Encryptor).encrypt(json.dumps([user.tenant_id, user.id, _fingerprint(user)]))


def one_time_link(origin: str, user: User) -> str:
    """Where the user sets his password; `origin` is the dealer's, such as `https://dealer1.autoleads.com`."""
    return f"{origin}/admin/password?token={one_time_token(user)}"


def use_one_time_token(tenant: TenantInfo, token: str, new_password: str) -> User:
    """Set the password of the token's user.

    Raises:
        ValidationError: the token is foreign, too old, or was used.
    """
    opened = current(Encryptor).decrypt(token, max_age=LINK_LIFETIME)
    tenant_id, user_id, fingerprint = json.loads(opened) if opened else (None, 0, "")
    own = select(User).where(User.tenant_id == tenant.id, User.id == user_id)
    user = db.session.scalar(for_update(own))
    if user is None or tenant_id != tenant.id or fingerprint != _fingerprint(user):
        raise invalid("token", "This link was used already or is too old.")
    set_password(tenant, user, new_password)
    return user


def _open_session(tenant: TenantInfo, user: User) -> Session:
    session = Session(
        tenant_id=tenant.id,
        user_id=user.id,
        refresh_jti=uuid.uuid4().hex,
        expires_at=datetime.now(UTC) + SESSION_LIFETIME,
    )
    db.session.add(session)
    db.session.flush()
    return session


def _revoke(tenant: TenantInfo, condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(Session)
        .where(Session.tenant_id == tenant.id, Session.revoked_at.is_(None), condition)
        .values(revoked_at=datetime.now(UTC))
    )


def _fingerprint(user: User) -> str:
    """Changes with the password, so that a link works once."""
    return hashlib.sha256(f"{user.id}:{user.password_hash}".encode()).hexdigest()[:16]


def delete_expired_sessions(tenant: TenantInfo) -> None:
    """Delete sessions that ended more than a day ago."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    ended = (Session.expires_at < yesterday) | (Session.revoked_at < yesterday)
    db.session.execute(delete(Session).where(Session.tenant_id == tenant.id, ended))
