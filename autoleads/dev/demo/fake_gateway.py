"""The demo's devices and the local fake of Fonnte, if there is one: then chats go in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Device
from autoleads.services import devices
from autoleads.services.devices import DeviceChanges
from autoleads.services.tenants import TenantInfo
from config import Config


def connect(config: Config, tenant: TenantInfo, device: Device, secret: str) -> None:
    """Have a fake on this machine post to the device's webhooks.

    Without one, messages go to the console. It forgets everything when it ends, so it is told
    again each time.
    """
    host = urlsplit(config.fonnte_url).hostname
    if config.is_production or host not in ("127.0.0.1", "localhost"):
        return
    with tenant_scope(tenant.id):
        changes = DeviceChanges(token=f"demo-{tenant.slug}")
        device, _ = devices.update(tenant, device.id, changes)
        report = devices.connect(tenant, device, secret, commit=db.session.commit)
        if not report.webhooks_set:
            devices.update(tenant, device.id, DeviceChanges(token=None))
            db.session.commit()
