"""The members of a tenant's team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from pydantic import MISSING
from sqlalchemy import select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.pagination import Page, paginate
from autoleads.database.rows import apply_changes, get_or_404, require_version
from autoleads.errors import Conflict, DuplicateResource, NotFound, Unauthorized
from autoleads.extensions import current, db
from autoleads.models import User
from autoleads.models.user import Role, UserStatus
from autoleads.services import audit, tenants
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.locks import lock_user
from autoleads.services.accounts.sessions import end_sessions
from autoleads.services.tenants import TenantInfo

EMAIL_TAKEN = {
    "uq_users_tenant_id_email": DuplicateResource("email_taken"),
}


@dataclass(frozen=True, kw_only=True)
class NewUser:
    """A user to create."""

    email: str
    name: str
    role: Role
    phone: str | None = None
    status: UserStatus = "active"
    password: str | None = None
    """None: the user sets one with a one-time link."""
    on_leave: bool = False
    on_leave_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class UserChanges:
    """Changes of a user: what is MISSING stays as it is."""

    email: str | MISSING = MISSING
    name: str | MISSING = MISSING
    role: Role | MISSING = MISSING
    phone: str | MISSING | None = MISSING
    status: UserStatus | MISSING = MISSING
    password: str | MISSING = MISSING
    on_leave: bool | MISSING = MISSING
    on_leave_until: date | MISSING | None = MISSING


def list_users(tenant: TenantInfo, page: int, limit: int) -> Page[User]:
    """Return a page of the team, the oldest account first."""
    team = select(User).where(User.tenant_id == tenant.id, User.status != "removed")
    return paginate(team.order_by(User.id), page, limit)


def all_users(tenant: TenantInfo) -> dict[int, User]:
    """Return everybody who is or was in the team, by id; the oldest account comes first."""
    query = select(User).where(User.tenant_id == tenant.id).order_by(User.id)
    return {user.id: user for user in db.session.scalars(query)}


def user_names(tenant: TenantInfo) -> dict[int, str]:
    """Return the names of the team by id, of former members too."""
    rows = db.session.execute(select(User.id, User.name).where(User.tenant_id == tenant.id))
    return {row.id: row.name for row in rows}


def get_user(tenant: TenantInfo, user_id: int) -> User:
    """Return a user.

    Raises:
        NotFound: the tenant has no such user.
    """
    query = select(User).where(User.tenant_id == tenant.id, User.id == user_id)
    return get_or_404(query.where(User.status != "removed"))


def create_user(tenant: TenantInfo, new_user: NewUser, *, by: User | None = None) -> User:
    """Add a user to the team.

    Raises:
        DuplicateResource: a colleague has the e-mail.
    """
    password_hash = None
    if new_user.password is not None:
        password_hash = current(Passwords).hash(new_user.password)
    user = User(
        tenant_id=tenant.id,
        email=new_user.email,
        name=new_user.name,
        role=new_user.role,
        phone=new_user.phone,
        status=new_user.status,
        password_hash=password_hash,
        on_leave=new_user.on_leave,
        on_leave_until=new_user.on_leave_until,
    )
    db.session.add(user)
    flush_or_raise(EMAIL_TAKEN)
    audit.record(tenant.id, "user_added", by, subject=user.name)
    return user


def update_user(
    tenant: TenantInfo,
    user_id: int,
    changes: UserChanges,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> User:
    """Change a user; a new password or a disabled account ends their sessions.

    Raises:
        NotFound: the tenant has no such user.
        PreconditionFailed: the user has another version than expected.
        DuplicateResource: a colleague has the e-mail.
        Conflict: the team would have no active owner left.
    """
    password_hash = None
    if changes.password is not MISSING:
        password_hash = current(Passwords).hash(changes.password)
    user = _lock_team_and_user(tenant, user_id)
    require_version(user, expected_versions)
    # A password is stored as its hash.
    apply_changes(user, replace(changes, password=MISSING))
    if password_hash is not None:
        user.password_hash = password_hash
    changed = audit.changed_columns(user)
    if changed:
        audit.record(tenant.id, "user_changed", by, subject=user.name, fields=changed)
    flush_or_raise(EMAIL_TAKEN)
    if password_hash is not None or user.status != "active":
        end_sessions(tenant, user)
    _require_active_owner(tenant)
    return user


def update_own_account(tenant: TenantInfo, user: User, name: str, language: str | None) -> None:
    """Change a user's name, and the language of their panel; None is the tenant's.

    Raises:
        Unauthorized: the user was removed meanwhile.
    """
    locked = lock_user(tenant, user.id)
    if locked is None:
        raise Unauthorized
    locked.name = name
    locked.language = language
    db.session.flush()


def remove_user(tenant: TenantInfo, user_id: int, *, by: User | None = None) -> None:
    """Remove a user from the team and end their sessions; their e-mail address is free again.

    The row stays, so that what they wrote keeps its author and requests under way do not fail.

    Raises:
        NotFound: the tenant has no such user.
        Conflict: the team would have no active owner left.
    """
    user = _lock_team_and_user(tenant, user_id)
    user.status = "removed"
    audit.record(tenant.id, "user_removed", by, subject=user.name)
    db.session.flush()
    end_sessions(tenant, user)
    _require_active_owner(tenant)


def _lock_team_and_user(tenant: TenantInfo, user_id: int) -> User:
    """Lock the tenant, then a user, and return the user as they are now.

    Owners who demote or remove each other at the same time must take turns.

    Raises:
        NotFound: the tenant has no such user.
    """
    tenants.lock(tenant)
    user = lock_user(tenant, user_id)
    if user is None:
        raise NotFound
    return user


def _require_active_owner(tenant: TenantInfo) -> None:
    """Raise Conflict if the team has no active owner."""
    owners = select(User.id).where(
        User.tenant_id == tenant.id, User.role == "owner", User.status == "active"
    )
    if db.session.scalar(owners.limit(1)) is None:
        raise Conflict("last_owner")
