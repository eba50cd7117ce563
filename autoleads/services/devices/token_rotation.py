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
    """Encrypt the tokens of all dealers anew, under the first key."""
    report = TokenRotation()
    sealed = select(Device.id, Device.label, Device.token_encrypted).where(
        Device.token_encrypted.is_not(None)
    )
    for device_id, label, token_encrypted in db.session.execute(
        sealed.order_by(Device.id).with_for_update()
    ):
        token = current(Encryptor).decrypt(token_encrypted or "")
        if token is None:
            report.unreadable.append(label)
            continue
        update_in_background(
            Device, Device.id == device_id, token_encrypted=current(Encryptor).encrypt(token)
        )
        report.rotated += 1
    return report
