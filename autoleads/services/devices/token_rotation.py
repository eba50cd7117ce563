"""The keys under which the devices' tokens are stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from autoleads.database.rows import update_in_background
from autoleads.extensions import current, db
from autoleads.models import Device
from autoleads.services.encryption import Encryptor


@dataclass
class TokenRotation:
    """What became of the tokens."""

    rotated: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Labels of devices whose token no key opens."""


def rotate_tokens() -> TokenRotation:
    """Encrypt the tokens of all tenants with the first key."""
    report = TokenRotation()
    encryptor = current(Encryptor)
    sealed = select(Device.tenant_id, Device.id, Device.label, Device.token_encrypted).where(
        Device.token_encrypted.is_not(None)
    )
    for device in db.session.execute(sealed.order_by(Device.id).with_for_update()):
        token = encryptor.decrypt(device.token_encrypted)
        if token is None:
            report.unreadable.append(device.label)
            continue
        own = (Device.tenant_id == device.tenant_id, Device.id == device.id)
        update_in_background(Device, *own, token_encrypted=encryptor.encrypt(token))
        report.rotated += 1
    return report
