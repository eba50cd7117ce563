"""The demo's devices and the local stand-in of Fonnte, if there is one: then chats really go in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.services import devices
from autoleads.services.devices import WebhookUrls
from autoleads.services.tenants import TenantInfo
from config import Config


def connect(config: Config, tenant: TenantInfo, device_id: int, secret: str) -> None:
    """Have a stand-in on this machine write to the device's webhooks; without one, messages go to the console.

    It forgets everything when it ends, so this is done anew each time.
    """
    if config.is_production or urlsplit(config.fonnte_url).hostname not in (
        "127.0.0.1",
        "localhost",
    ):
        return
    with tenant_scope(tenant.id):
        device, _ = devices.update(tenant, device_id, {"token": f"demo-{tenant.slug}"})
        findings = devices.query_gateway(tenant, device, WebhookUrls.of(config.public_url, secret))
        if findings.hooks_set:
            devices.store_findings(tenant, device_id, findings)
            db.session.commit()
