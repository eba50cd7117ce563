"""A dealer's team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.pagination import Page, paginate
from autoleads.database.rows import get_or_404, require_version
from autoleads.errors import Conflict, DuplicateResource
from autoleads.extensions import current, db
from autoleads.models import User
from autoleads.services import tenants
from autoleads.services.accounts import sessions
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.tenants import TenantInfo

EMAIL_TAKEN = {
    "uq_users_tenant_id_email": DuplicateResource("A colleague has this e-mail already."),
}
LAST_OWNER = "The last active owner must stay: make somebody else owner first."


def list_users(tenant: TenantInfo, page: int, limit: int) -> Page[User]:
    """The team, oldest member first."""
    team = select(User).where(User.tenant_id == tenant.id).order_by(User.id)
    return paginate(team, page, limit)


def get_user(tenant: TenantInfo, user_id: int) -> User:
    """
    Raises:
        NotFound: no such user of this dealer.
    """
    return get_or_404(select(User).where(User.tenant_id == tenant.id, User.id == user_id))


def create_user(tenant: TenantInfo, data: Mapping[str, Any]) -> User:
    """A new member; without a password he gets in by a one-time link.

    Raises:
        DuplicateResource: the e-mail is a colleague's.
    """
    fields = dict(data)
    password = fields.pop("password", None)
    user = User(
        tenant_id=tenant.id,
        password_hash=current(Passwords).hash(password) if password else None,
        **fields,
    )
    db.session.add(user)
    flush_or_raise(EMAIL_TAKEN)
    return user


def update_user(
    tenant: TenantInfo,
    user_id: int,
    data: Mapping[str, Any],
    *,
    expected_version: int | None = None,
) -> User:
    """Change a member; a new password or a disabled account ends his sessions.

    Raises:
        NotFound, PreconditionFailed, DuplicateResource
        Conflict: he is the last active owner, and would not be.
    """
    # Two owners who remove each other at once must take turns.
    tenants.lock(tenant)
    user = get_user(tenant, user_id)
    # Whoever edits himself was read before the lock, when he asked.
    db.session.refresh(user)
    require_version(user, expected_version)
    fields = dict(data)
    password = fields.pop("password", None)
    for key, value in fields.items():
        setattr(user, key, value)
    if password:
        user.password_hash = current(Passwords).hash(password)
    if password or user.status != "active":
        sessions.end_sessions(tenant, user)
    flush_or_raise(EMAIL_TAKEN)
    _keep_an_owner(tenant)
    return user


def remove_user(tenant: TenantInfo, user_id: int) -> None:
    """Remove a member; his leads become nobody's.

    Raises:
        NotFound
        Conflict: he is the last active owner.
    """
    # Two owners who remove each other at once must take turns.
    tenants.lock(tenant)
    db.session.delete(get_user(tenant, user_id))
    db.session.flush()
    _keep_an_owner(tenant)


def _keep_an_owner(tenant: TenantInfo) -> None:
    owners = select(User.id).where(
        User.tenant_id == tenant.id, User.role == "owner", User.status == "active"
    )
    if db.session.scalar(owners.limit(1)) is None:
        raise Conflict(LAST_OWNER)
