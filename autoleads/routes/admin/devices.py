"""WhatsApp devices."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, url_for

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import etag, expected_version
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created, no_content, paginated, success
from autoleads.models import Device
from autoleads.schemas.base import PageQuery
from autoleads.schemas.devices import (
    ChangedDeviceOut,
    DeviceCheckOut,
    DeviceIn,
    DeviceOut,
    DevicePatch,
    HookAddresses,
    NewDeviceOut,
    SetupOut,
)
from autoleads.services import devices
from autoleads.services.devices import ConnectionReport, WebhookUrls
from autoleads.services.tenants import TenantInfo

bp = Blueprint("devices", __name__, url_prefix="/devices")


@bp.get("")
@endpoint("WhatsApp", PageOf[DeviceOut])
@roles("owner")
def index(query: PageQuery) -> Response:
    """List the devices."""
    page = devices.index(g.tenant, query.page, query.limit)
    return paginated([DeviceOut.render(device) for device in page.items], page)


@bp.post("")
@endpoint("WhatsApp", NewDeviceOut, status=201, errors=(409,))
@roles("owner")
def create(json: DeviceIn) -> Response:
    """Add a device and set its webhooks; the answer carries their addresses, once."""
    device, secret = devices.create(g.tenant, **json.model_dump())
    db.session.commit()
    checked = connect(g.tenant, device, secret)
    data = {
        **DeviceOut.render(checked.device),
        **addresses(secret),
        "setup": SetupOut.render(checked),
    }
    return created(
        data, url_for("admin.devices.show", device_id=device.id), headers=etag(checked.device)
    )


@bp.get("/<int:device_id>")
@endpoint("WhatsApp", DeviceOut)
@roles("owner")
def show(device_id: int) -> Response:
    """Show a device."""
    device = devices.get(g.tenant, device_id)
    return success(DeviceOut.render(device), headers=etag(device))


@bp.patch("/<int:device_id>")
@endpoint("WhatsApp", ChangedDeviceOut, errors=(409, 412))
@roles("owner")
def update(device_id: int, json: DevicePatch) -> Response:
    """Change a device; a new token is tried and ends its pause, a new secret gives its hooks new addresses."""
    changes = json.model_dump()
    device, secret = devices.update(
        g.tenant, device_id, changes, expected_version=expected_version()
    )
    db.session.commit()
    setup = {}
    if changes.get("token") or secret:
        checked = connect(g.tenant, device, secret)
        device, setup = checked.device, {"setup": SetupOut.render(checked)}
    return success(
        {**DeviceOut.render(device), **(addresses(secret) if secret else {}), **setup},
        headers=etag(device),
    )


@bp.post("/<int:device_id>/check")
@endpoint("WhatsApp", DeviceCheckOut)
@roles("owner")
def check(device_id: int) -> Response:
    """Ask the gateway how the device is, and say what its payloads carried and what is left to do."""
    checked = connect(g.tenant, devices.get(g.tenant, device_id), None)
    return success(
        {**DeviceOut.render(checked.device), "setup": SetupOut.render(checked)},
        headers=etag(checked.device),
    )


@bp.delete("/<int:device_id>")
@endpoint("WhatsApp", status=204)
@roles("owner")
def remove(device_id: int) -> Response:
    """Forget a device; its messages stay."""
    devices.remove(g.tenant, device_id)
    db.session.commit()
    return no_content()


def connect(tenant: TenantInfo, device: Device, secret: str | None) -> ConnectionReport:
    """Ask the gateway about the device, with a secret also set its webhooks, and keep what it said."""
    hooks = WebhookUrls.of(_public_url(), secret) if secret else None
    db.session.commit()  # no transaction stays open while the gateway takes its time
    findings = devices.query_gateway(tenant, device, hooks)
    checked = devices.store_findings(tenant, device.id, findings)
    db.session.commit()
    return checked


def addresses(secret: str) -> dict[str, Any]:
    return HookAddresses.of(_public_url(), secret).to_json()


def _public_url() -> str:
    url: str = current_app.config["AUTOLEADS"].public_url
    return url
