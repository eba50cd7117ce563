"""Links with which a user sets a password: each works once, for three days."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from autoleads.errors import invalid
from autoleads.extensions import current
from autoleads.models import User
from autoleads.services.accounts.hashing import Passwords
from autoleads.services.accounts.locks import lock_user
from autoleads.services.accounts.passwords import set_password_hash
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo

LIFETIME = timedelta(days=3)


def one_time_link(origin: str, user: User) -> str:
    """Return the address where the user can set a password.

    Args:
        origin: the tenant's own, such as `https://dealer1.autoleads.com`.
    """
    return f"{origin}/admin/password?token={_make_token(user)}"


def use_one_time_token(tenant: TenantInfo, token: str, new_password: str) -> User:
    """Set the password of the user whom a link was made for, and end their sessions.

    Raises:
        ValidationError: the token is not one of this tenant, too old, or was used.
    """
    user_id, fingerprint = _read_token(token)
    user = lock_user(tenant, user_id)
    if user is None or fingerprint != _fingerprint(user):
        raise invalid("token", "link_used")
    set_password_hash(tenant, user, current(Passwords).hash(new_password))
    return user


def _make_token(user: User) -> str:
    return current(Encryptor).encrypt(json.dumps([user.id, _fingerprint(user)]))


def _read_token(token: str) -> tuple[int, str]:
    """Return the user id and the fingerprint of a token; those of no user for any other text."""
    opened = current(Encryptor).decrypt(token, max_age=LIFETIME)
    if opened is None:
        return 0, ""
    user_id, fingerprint = json.loads(opened)
    return user_id, fingerprint


def _fingerprint(user: User) -> str:
    """Return a digest that changes with the password, so that a link works once.

    The tenant is part of it: a database may give the same user id to several tenants.
    """
    content = f"{user.tenant_id}:{user.id}:{user.password_hash}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]
