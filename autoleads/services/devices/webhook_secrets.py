"""The secrets in the addresses of webhooks: by them a webhook finds its device.

Only hashes are stored. After a rotation the previous secret works until an hour after the new one
was first used, so that no message is lost while the new addresses are typed in.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select

from autoleads.errors import invalid
from autoleads.extensions import db
from autoleads.models import Device, Tenant
from autoleads.services.tenants import TenantInfo

PREVIOUS_LIFETIME = timedelta(hours=1)
"""The life of the previous secret once the new one was used: longer than gateways retry."""

SECRET = re.compile(r"[A-Za-z0-9_-]{8,200}", re.ASCII)

IS_PREVIOUS = and_(
    Device.previous_secret_hash == bindparam("hashed"),
    or_(
        Device.previous_valid_until.is_(None),
        Device.previous_valid_until > bindparam("now"),
    ),
)
# Built once: every webhook begins with it.
BY_SECRET = (
    select(Device, Tenant)
    .join(Tenant, Tenant.id == Device.tenant_id)
    .where(or_(Device.secret_hash == bindparam("hashed"), IS_PREVIOUS))
    .limit(1)
)


def make_secret() -> str:
    """Return a random secret."""
    return secrets.token_urlsafe(32)


def check_secret(secret: str) -> str:
    """Return the secret if it can be part of an address.

    Raises:
        ValidationError: it cannot.
    """
    if not SECRET.fullmatch(secret):
        raise invalid("secret", "not_a_secret")
    return secret


def hash_secret(secret: str) -> str:
    """Return the sha256 of a secret in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_by_secret(secret: str) -> tuple[Device, TenantInfo] | None:
    """Return the device with this secret, present or previous, and its tenant.

    Reads tables of the platform: it needs no tenant to be set.
    """
    parameters = {"hashed": hash_secret(secret), "now": datetime.now(UTC)}
    row = db.session.execute(BY_SECRET, parameters).one_or_none()
    if row is None:
        return None
    device, tenant = row
    return device, TenantInfo.of(tenant)


def rotate_secret(device: Device) -> str:
    """Give a device a new secret, and return it; of earlier ones only the last goes on working."""
    secret = make_secret()
    device.previous_secret_hash = device.secret_hash
    device.previous_valid_until = None
    device.secret_hash = hash_secret(secret)
    return secret


def ends_previous_secret(device: Device, used: str) -> bool:
    """Return whether the use of this secret is the first of a new one."""
    is_waiting = device.previous_secret_hash is not None and device.previous_valid_until is None
    return is_waiting and device.secret_hash == hash_secret(used)
