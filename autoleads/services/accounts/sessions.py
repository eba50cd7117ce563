"""Logins: sessions that end after 30 days without use, and refresh tokens that work once."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from autoleads.errors import Unauthorized
from autoleads.extensions import current, db
from autoleads.models import Session, User
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.locks import hold_active, lock_user
from autoleads.services.tenants import TenantInfo

SESSION_LIFETIME = timedelta(days=30)
REUSE_GRACE = timedelta(seconds=30)
"""Two tabs may send the same refresh token; one that comes later than this was stolen."""
# Built once: every request of a user begins with it.
CURRENT_USER = (
    select(User)
    .join(Session, (Session.tenant_id == User.tenant_id) & (Session.user_id == User.id))
    .where(
        Session.tenant_id == bindparam("of_tenant"),
        Session.id == bindparam("session_id"),
        Session.revoked_at.is_(None),
        Session.expires_at > bindparam("now"),
        User.id == bindparam("user_id"),
        User.status == "active",
    )
)


def log_in(tenant: TenantInfo, email: str, password: str) -> tuple[Session, User]:
    """Open a session; error and time are the same, whatever was wrong.

    Raises:
        Unauthorized: the user is unknown or inactive, or the password is wrong.
    """
    passwords = current(Passwords)
    user = _find_by_email(tenant, email)
    password_hash = user.password_hash if user else None
    matches = passwords.verify(password_hash, password)
    if user is None or password_hash is None or not matches:
        raise Unauthorized("wrong_credentials")
    outdated = passwords.needs_rehash(password_hash)
    # The password may have been changed, or the user disabled, since the user was read.
    user = lock_user(tenant, user.id) if outdated else hold_active(tenant, user.id)
    if user is None or user.status != "active":
        raise Unauthorized("wrong_credentials")
    if not passwords.still_matches(user.password_hash, password, verified=password_hash):
        raise Unauthorized("wrong_credentials")
    if outdated:
        user.password_hash = passwords.hash(password)
    return _open_session(tenant, user), user


def refresh(
    tenant: TenantInfo, session_id: int, jti: str, issued_at: datetime
) -> tuple[Session, User] | None:
    """Rotate the refresh token of a session, and give the session its whole lifetime again.

    Args:
        jti: the id of the refresh token that the client sent.
        issued_at: of the same token.

    Returns:
        The session and its user; None when the token is not valid. Commit in either case: a token
        that was used before and is sent again late ends its session.
    """
    query = (
        select(Session, User)
        .join(User, (User.tenant_id == Session.tenant_id) & (User.id == Session.user_id))
        .where(Session.tenant_id == tenant.id, Session.id == session_id)
        .where(Session.revoked_at.is_(None))
        .with_for_update(of=Session)
    )
    row = db.session.execute(query).one_or_none()
    now = datetime.now(UTC)
    if row is None or row.Session.expires_at <= now or row.User.status != "active":
        return None
    session: Session = row.Session
    if jti != session.refresh_jti:
        _revoke_if_stolen(session, jti, issued_at, now)
        return None
    session.previous_jti = jti
    session.refresh_jti = uuid.uuid4().hex
    session.rotated_at = now
    session.expires_at = now + SESSION_LIFETIME
    db.session.flush()
    return session, row.User


def log_out(tenant: TenantInfo, session_id: int) -> None:
    """End one session."""
    _revoke(tenant, Session.id == session_id)


def extend_session(tenant: TenantInfo, session_id: int) -> None:
    """Give a session its whole lifetime again."""
    alive = (Session.tenant_id == tenant.id) & (Session.id == session_id)
    until = datetime.now(UTC) + SESSION_LIFETIME
    db.session.execute(update(Session).where(alive).values(expires_at=until))


def end_sessions(tenant: TenantInfo, user: User, *, keep_session: int | None = None) -> None:
    """End the sessions of a user, except `keep_session`."""
    _revoke(tenant, (Session.user_id == user.id) & (Session.id != (keep_session or 0)))


def find_current_user(tenant: TenantInfo, session_id: int, user_id: int) -> User | None:
    """Return the user of a session, or None unless the session is alive and the user is active."""
    parameters = {
        "of_tenant": tenant.id,
        "session_id": session_id,
        "user_id": user_id,
        "now": datetime.now(UTC),
    }
    return db.session.scalar(CURRENT_USER, parameters)


def _find_by_email(tenant: TenantInfo, email: str) -> User | None:
    query = select(User).where(
        User.tenant_id == tenant.id, User.email == email, User.status != "removed"
    )
    return db.session.scalar(query)


def _open_session(tenant: TenantInfo, user: User) -> Session:
    _delete_ended_sessions(tenant, user)
    session = Session(
        tenant_id=tenant.id,
        user_id=user.id,
        refresh_jti=uuid.uuid4().hex,
        expires_at=datetime.now(UTC) + SESSION_LIFETIME,
    )
    db.session.add(session)
    db.session.flush()
    return session


def _delete_ended_sessions(tenant: TenantInfo, user: User) -> None:
    """Delete sessions of a user that ended more than a day ago."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    ended = (Session.expires_at < yesterday) | (Session.revoked_at < yesterday)
    of_user = (Session.tenant_id == tenant.id) & (Session.user_id == user.id)
    db.session.execute(delete(Session).where(of_user, ended))


def _revoke_if_stolen(session: Session, jti: str, issued_at: datetime, now: datetime) -> None:
    """End the session unless its previous refresh token comes again within the grace period."""
    used_at = session.rotated_at if jti == session.previous_jti else issued_at
    if used_at is None or now - used_at > REUSE_GRACE:
        session.revoked_at = now


def _revoke(tenant: TenantInfo, condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(Session)
        .where(Session.tenant_id == tenant.id, Session.revoked_at.is_(None), condition)
        .values(revoked_at=datetime.now(UTC))
    )
