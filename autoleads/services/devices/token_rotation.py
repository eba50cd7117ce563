"""Re-encryption of the devices' tokens under a new key."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from autoleads.database.rows import update_in_background
from autoleads.extensions import current, db
from autoleads.models import Device
from autoleads.services.encryption import Encryptor


@dataclass
class TokenRotation:
    """The result of a rotation."""

    rotated: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Labels of devices whose token none of the keys decrypts."""


def rotate_tokens() -> TokenRotation:
    """Encrypt the tokens of all tenants again, under the first key."""
    encryptor = current(Encryptor)
    rotation = TokenRotation()
    columns = (Device.tenant_id, Device.id, Device.label, Device.token_encrypted)
    query = (
        select(*columns)
        .where(Device.token_encrypted.is_not(None))
        .order_by(Device.id)
        .with_for_update()
    )
    for device in db.session.execute(query):
        token = encryptor.decrypt(device.token_encrypted)
        if token is None:
            rotation.unreadable.append(device.label)
            continue
        own = (Device.tenant_id == device.tenant_id, Device.id == device.id)
        update_in_background(Device, *own, token_encrypted=encryptor.encrypt(token))
        rotation.rotated += 1
    return rotation
