"""The members of a tenant's team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pydantic import MISSING
from sqlalchemy import select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.pagination import Page, paginate
from autoleads.database.rows import apply_changes, get_or_404, require_version
from autoleads.errors import Conflict, DuplicateResource
from autoleads.extensions import current, db
from autoleads.models import User
from autoleads.models.user import Role, UserStatus
from autoleads.services import tenants
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.sessions import end_sessions
from autoleads.services.tenants import TenantInfo

EMAIL_TAKEN = {
    "uq_users_tenant_id_email": DuplicateResource("A colleague has this e-mail already."),
}
LAST_OWNER = "The last active owner must stay: make somebody else owner first."


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


def list_users(tenant: TenantInfo, page: int, limit: int) -> Page[User]:
    """Return a page of the team, the oldest account first."""
    team = select(User).where(User.tenant_id == tenant.id).order_by(User.id)
    return paginate(team, page, limit)


def get_user(tenant: TenantInfo, user_id: int) -> User:
    """Return a user.

    Raises:
        NotFound: the tenant has no such user.
    """
    return get_or_404(select(User).where(User.tenant_id == tenant.id, User.id == user_id))


def create_user(tenant: TenantInfo, new_user: NewUser) -> User:
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
    )
    db.session.add(user)
    flush_or_raise(EMAIL_TAKEN)
    return user


def update_user(
    tenant: TenantInfo,
    user_id: int,
    changes: UserChanges,
    *,
    expected_versions: Collection[int] | None = None,
) -> User:
    """Change a user; a new password or a disabled account ends their sessions.

    Raises:
        NotFound: the tenant has no such user.
        PreconditionFailed: the user has another version than expected.
        DuplicateResource: a colleague has the e-mail.
        Conflict: the team would have no active owner left.
    """
    # Two owners who demote each other at the same time must take turns.
    tenants.lock(tenant)
    user = get_user(tenant, user_id)
    # The session may hold the user as read before the lock: as `current_user`.
    db.session.refresh(user)
    require_version(user, expected_versions)
    # A password is stored as its hash.
    apply_changes(user, replace(changes, password=MISSING))
    if changes.password is not MISSING:
        user.password_hash = current(Passwords).hash(changes.password)
    if changes.password is not MISSING or user.status != "active":
        end_sessions(tenant, user)
    flush_or_raise(EMAIL_TAKEN)
    _require_active_owner(tenant)
    return user


def remove_user(tenant: TenantInfo, user_id: int) -> None:
    """Delete a user; their leads become unassigned.

    Raises:
        NotFound: the tenant has no such user.
        Conflict: the team would have no active owner left.
    """
    # Two owners who remove each other at the same time must take turns.
    tenants.lock(tenant)
    db.session.delete(get_user(tenant, user_id))
    db.session.flush()
    _require_active_owner(tenant)


def _require_active_owner(tenant: TenantInfo) -> None:
    """Raise Conflict if the team has no active owner."""
    owners = select(User.id).where(
        User.tenant_id == tenant.id, User.role == "owner", User.status == "active"
    )
    if db.session.scalar(owners.limit(1)) is None:
        raise Conflict(LAST_OWNER)
