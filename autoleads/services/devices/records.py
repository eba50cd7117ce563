"""The WhatsApp devices of a tenant: listed, added, changed and removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import MISSING
from sqlalchemy import Select, select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.pagination import Page, paginate
from autoleads.database.rows import for_update, get_or_404, require_version
from autoleads.errors import DuplicateResource
from autoleads.extensions import current, db
from autoleads.models import Device, User
from autoleads.services import audit
from autoleads.services.devices.webhook_secrets import (
    check_secret,
    hash_secret,
    make_secret,
    rotate_secret,
)
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo

AUDITED = ("label", "phone", "token_encrypted", "secret_hash")
TAKEN = {
    "uq_devices_tenant_id_label": DuplicateResource("label_connected"),
    "uq_devices_secret_hash": DuplicateResource("secret_taken"),
}


@dataclass(frozen=True, kw_only=True)
class NewDevice:
    """A device to add."""

    label: str
    """Digits in international form."""
    phone: str | None = None
    """The number that is really connected, E.164, if it is not the label."""
    token: str | None = None
    """The gateway's token; without one, messages go to the console."""
    secret: str | None = None
    """The secret of its webhooks; a random one if left out."""


@dataclass(frozen=True, kw_only=True)
class DeviceChanges:
    """Changes of a device; what is MISSING stays as it is."""

    label: str | MISSING = MISSING
    phone: str | MISSING | None = MISSING
    token: str | MISSING | None = MISSING
    """A new token ends a pause."""
    rotate_secret: bool = False

    @property
    def connects(self) -> bool:
        """True if the gateway has to be called: there is a new token or a new secret."""
        has_token = self.token is not MISSING and self.token is not None
        return has_token or self.rotate_secret


def index(tenant: TenantInfo, page: int, limit: int) -> Page[Device]:
    """Return a page of the devices, oldest first."""
    own = select(Device).where(Device.tenant_id == tenant.id).order_by(Device.id)
    return paginate(own, page, limit)


def alarming(tenant: TenantInfo) -> Sequence[Device]:
    """Return the devices that send nothing: paused or disconnected."""
    is_down = Device.paused.is_not(None) | (Device.state == "disconnected")
    query = select(Device).where(Device.tenant_id == tenant.id, is_down)
    return db.session.scalars(query.order_by(Device.id)).all()


def get(tenant: TenantInfo, device_id: int) -> Device:
    """Return a device.

    Raises:
        NotFound: the tenant has no such device.
    """
    return get_or_404(_select(tenant, device_id))


def get_locked(tenant: TenantInfo, device_id: int) -> Device:
    """Return a device, locked until the end of the transaction.

    Raises:
        NotFound: the tenant has no such device.
    """
    return get_or_404(for_update(_select(tenant, device_id)))


def create(tenant: TenantInfo, new: NewDevice, *, by: User | None = None) -> tuple[Device, str]:
    """Add a device, and return it with the secret of its webhooks, which is stored as a hash only.

    Raises:
        ValidationError: the secret cannot be part of an address.
        DuplicateResource: the tenant has a device with this label, or any has the secret.
    """
    secret = make_secret() if new.secret is None else check_secret(new.secret)
    device = Device(
        tenant_id=tenant.id,
        label=new.label,
        phone=new.phone,
        token_encrypted=_encrypt(new.token),
        secret_hash=hash_secret(secret),
    )
    db.session.add(device)
    audit.record(tenant.id, "device_added", by, subject=device.label)
    flush_or_raise(TAKEN)
    return device, secret


def update(
    tenant: TenantInfo,
    device_id: int,
    changes: DeviceChanges,
    *,
    by: User | None = None,
    expected_versions: Collection[int] | None = None,
) -> tuple[Device, str | None]:
    """Change a device, and return it with its new secret, if it was given one.

    Raises:
        NotFound: the tenant has no such device.
        PreconditionFailed: the device has another version than expected.
        DuplicateResource: the tenant has another device with this label.
    """
    device = get_locked(tenant, device_id)
    require_version(device, expected_versions)
    if changes.label is not MISSING:
        device.label = changes.label
    if changes.phone is not MISSING:
        device.phone = changes.phone
    if changes.token is not MISSING:
        device.token_encrypted = _encrypt(changes.token)
        device.paused = None
    secret = rotate_secret(device) if changes.rotate_secret else None
    changed = [name for name in audit.changed_columns(device) if name in AUDITED]
    if changed:
        audit.record(tenant.id, "device_changed", by, subject=device.label, fields=changed)
    flush_or_raise(TAKEN)
    return device, secret


def remove(tenant: TenantInfo, device_id: int, *, by: User | None = None) -> None:
    """Delete a device; its messages stay.

    Raises:
        NotFound: the tenant has no such device.
    """
    device = get(tenant, device_id)
    audit.record(tenant.id, "device_removed", by, subject=device.label)
    db.session.delete(device)
    db.session.flush()


def _encrypt(token: str | None) -> str | None:
    return None if token is None else current(Encryptor).encrypt(token)


def _select(tenant: TenantInfo, device_id: int) -> Select[Device]:
    return select(Device).where(Device.tenant_id == tenant.id, Device.id == device_id)
