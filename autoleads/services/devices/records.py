"""A dealer's WhatsApp devices: their secrets, tokens and connection."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.pagination import Page, paginate
from autoleads.database.rows import (
    for_update,
    get_or_404,
    require_version,
    update_in_background,
)
from autoleads.errors import DuplicateResource, invalid
from autoleads.extensions import current, db
from autoleads.gateways.base import ConnectionEvent
from autoleads.models import Device, Tenant
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import canonical_label, parse_phone

DISCONNECTED = "disconnected"
"""How the reason of a pause begins that a connect event ends."""
SECRET = re.compile(r"[A-Za-z0-9_-]{8,200}", re.ASCII)
PREVIOUS_LIFETIME = timedelta(hours=1)
"""How long the previous secret works once the new one was seen: longer than the gateway retries."""
TAKEN = {
    "uq_devices_label": DuplicateResource("This label is connected already."),
    "uq_devices_secret_hash": DuplicateResource("Choose another secret."),
}
SEEN_EVERY = timedelta(minutes=1)

# Built once: every webhook begins with it.
BY_SECRET = (
    select(Device, Tenant)
    .join(Tenant, Tenant.id == Device.tenant_id)
    .where(
        or_(
            Device.secret_hash == bindparam("hashed"),
            and_(
                Device.previous_secret_hash == bindparam("hashed"),
                or_(
                    Device.previous_valid_until.is_(None),
                    Device.previous_valid_until > bindparam("now"),
                ),
            ),
        )
    )
    .limit(1)
)


def index(tenant: TenantInfo, page: int, limit: int) -> Page[Device]:
    """The dealer's devices, oldest first."""
    own = select(Device).where(Device.tenant_id == tenant.id).order_by(Device.id)
    return paginate(own, page, limit)


def get(tenant: TenantInfo, device_id: int) -> Device:
    """
    Raises:
        NotFound: no such device of this dealer.
    """
    return get_or_404(_select(tenant, device_id))


def get_locked(tenant: TenantInfo, device_id: int) -> Device:
    """
    Raises:
        NotFound: no such device of this dealer.
    """
    return get_or_404(for_update(_select(tenant, device_id)))


def find_by_secret(secret: str) -> tuple[Device, TenantInfo] | None:
    """The device of a webhook's secret, present or previous, and its dealer; needs no tenant in force."""
    found = db.session.execute(
        BY_SECRET, {"hashed": _hash(secret), "now": datetime.now(UTC)}
    ).one_or_none()
    return (found[0], TenantInfo.of(found[1])) if found else None


def create(
    tenant: TenantInfo,
    *,
    label: str,
    phone: str | None = None,
    token: str | None = None,
    secret: str | None = None,
) -> tuple[Device, str]:
    """A new device, and the secret of its webhook: given, or made up; it is stored only as a hash.

    Raises:
        ValidationError: label, phone or secret are not what they should be.
        DuplicateResource: the label, or the secret, is some device's already.
    """
    if secret is not None and not SECRET.fullmatch(secret):
        raise invalid("secret", "must be 8 to 200 of A-Z, a-z, 0-9, _ and -")
    secret = secret or secrets.token_urlsafe(32)
    device = Device(tenant_id=tenant.id, secret_hash=_hash(secret))
    _assign(device, {"label": label, "phone": phone, "token": token})
    db.session.add(device)
    flush_or_raise(TAKEN)
    return device, secret


def update(
    tenant: TenantInfo,
    device_id: int,
    data: Mapping[str, Any],
    *,
    expected_version: int | None = None,
) -> tuple[Device, str | None]:
    """Change `label`, `phone` or `token`; a new token ends a pause.

    `rotate_secret` gives a new secret, returned here only; the previous one works until an hour after the new one was
    seen, so that at most two do.

    Raises:
        NotFound, PreconditionFailed, ValidationError, DuplicateResource
    """
    device = get_locked(tenant, device_id)
    require_version(device, expected_version)
    fields = dict(data)
    secret = secrets.token_urlsafe(32) if fields.pop("rotate_secret", False) else None
    if secret:
        device.previous_secret_hash, device.previous_valid_until = device.secret_hash, None
        device.secret_hash = _hash(secret)
    _assign(device, fields)
    flush_or_raise(TAKEN)
    return device, secret


def remove(tenant: TenantInfo, device_id: int) -> None:
    """Forget a device; its messages stay.

    Raises:
        NotFound
    """
    db.session.delete(get(tenant, device_id))
    db.session.flush()


def record_payload_seen(tenant: TenantInfo, device: Device, secret: str, **saw: bool) -> None:
    """Remember that a payload came by this secret, and what it carried (`saw_…`); writes about once a minute."""
    now = datetime.now(UTC)
    news: dict[str, Any] = {}
    if (
        device.seen_at is None
        or now - device.seen_at > SEEN_EVERY
        or any(getattr(device, k) != saw[k] for k in saw)
    ):
        news = {"seen_at": now, **saw}
    if (
        device.previous_secret_hash
        and device.previous_valid_until is None
        and device.secret_hash == _hash(secret)
    ):
        news["previous_valid_until"] = now + PREVIOUS_LIFETIME
    if not news:
        return
    same_secret = Device.secret_hash == device.secret_hash
    update_in_background(
        Device, Device.tenant_id == tenant.id, Device.id == device.id, same_secret, **news
    )


def apply_connection_event(tenant: TenantInfo, device: Device, event: ConnectionEvent) -> bool:
    """Pause a device that lost its link, go on with one that has it again; false for an event older than the last.

    A pause for another reason stays.
    """
    now = datetime.now(UTC)
    at = min(event.at or now, now)
    current = get_locked(tenant, device.id)
    if current.state_at is not None and at < current.state_at:
        return False
    current.state, current.state_at = ("connected" if event.connected else DISCONNECTED), at
    if current.paused is None or current.paused.startswith(DISCONNECTED):
        reason = f"{DISCONNECTED}: {event.reason}" if event.reason else DISCONNECTED
        current.paused = None if event.connected else reason
    db.session.flush()
    return True


def _assign(device: Device, fields: Mapping[str, Any]) -> None:
    if "label" in fields:
        device.label = canonical_label(fields["label"]) or ""
        if not device.label:
            raise invalid("label", "must be a number of 8 to 15 digits")
    if "phone" in fields:
        device.phone = parse_phone(fields["phone"]) if fields["phone"] else None
        if fields["phone"] and device.phone is None:
            raise invalid("phone", "is not a phone number")
    if "token" in fields:
        device.token_encrypted = (
            current(Encryptor).encrypt(fields["token"]) if fields["token"] else None
        )
        device.paused = None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _select(tenant: TenantInfo, device_id: int) -> Select[Device]:
    return select(Device).where(Device.tenant_id == tenant.id, Device.id == device_id)
