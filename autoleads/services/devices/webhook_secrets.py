"""The secrets in the addresses of webhooks: by them a webhook finds its device.

Only hashes are stored. After a rotation the previous secret works until an hour after the new one
was first used, so that no message is lost while the new addresses are typed in.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta

from autoleads.database.direct import DirectDatabase
from autoleads.database.prepared import PreparedStatement
from autoleads.errors import invalid
from autoleads.extensions import current
from autoleads.models import Device
from autoleads.services.tenants import TenantCache, TenantInfo

PREVIOUS_LIFETIME = timedelta(hours=1)
"""The life of the previous secret once the new one was used: longer than gateways retry."""

SECRET = re.compile(r"[A-Za-z0-9_-]{8,200}", re.ASCII)

COLUMNS = (
    "tenant_id",
    "id",
    "label",
    "phone",
    "secret_hash",
    "previous_secret_hash",
    "previous_valid_until",
    "seen_at",
    "saw_inbox_id",
    "saw_timestamp",
    "saw_secret",
)
"""The columns of a device that a webhook needs."""
BY_SECRET = PreparedStatement(
    f"""
    SELECT {", ".join(f"devices.{column}" for column in COLUMNS)},
        tenants.slug, catalogues.version AS catalogue
    FROM devices
        JOIN tenants ON tenants.id = devices.tenant_id
        LEFT JOIN catalogues ON catalogues.tenant_id = devices.tenant_id
    WHERE secret_hash = :hashed
       OR (previous_secret_hash = :hashed
           AND (previous_valid_until IS NULL OR previous_valid_until > :now))
    LIMIT 1
    """,  # noqa: S608
    {"hashed": "text", "now": "timestamptz"},
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

    One trip, as long as the cached tenant is that of its catalogue's version.

    The device has the columns of `COLUMNS` only, and belongs to no session.
    """
    parameters = {"hashed": hash_secret(secret), "now": datetime.now(UTC)}
    row = current(DirectDatabase).fetch_row(BY_SECRET, parameters)
    if row is None:
        return None
    device = Device(**{column: getattr(row, column) for column in COLUMNS})
    tenant = current(TenantCache).find_of_catalogue(row.tenant_id, row.slug, row.catalogue)
    return device, tenant


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
