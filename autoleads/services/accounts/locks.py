"""Locks on a user's row.

Every change of a password, a status or a role takes the lock first. What was checked before slow
work, such as computing a hash, is checked again under the lock and then stays true.
"""

from __future__ import annotations

from sqlalchemy import Select, select

from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.models import User
from autoleads.services.tenants import TenantInfo


def lock_user(tenant: TenantInfo, user_id: int) -> User | None:
    """Lock a user until the transaction ends and return them as they are now; None if removed."""
    return db.session.scalar(for_update(_user(tenant, user_id)))


def hold_active(tenant: TenantInfo, user_id: int) -> User | None:
    """Return an active user who stays so until the transaction ends; None for any other user.

    Many transactions may hold one user at once; a change of the user waits for all of them.
    """
    active = _user(tenant, user_id).where(User.status == "active")
    held = active.with_for_update(read=True, of=User)
    return db.session.scalar(held.execution_options(populate_existing=True))


def _user(tenant: TenantInfo, user_id: int) -> Select[User]:
    return select(User).where(
        User.tenant_id == tenant.id, User.id == user_id, User.status != "removed"
    )
