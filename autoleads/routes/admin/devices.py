"""WhatsApp devices."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, url_for

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.etags import etag, expected_version
from autoleads.openapi import endpoint
from autoleads.responses import answer, created, no_content, paginated
from autoleads.schemas.base import PageQuery
from autoleads.schemas.devices import (
    ChangedDeviceOut,
    DeviceIn,
    DeviceOut,
    DevicePatch,
    HookAddresses,
    NewDeviceOut,
)
from autoleads.schemas.envelope import PageOf
from autoleads.services import devices

bp = Blueprint("devices", __name__, url_prefix="/devices")


@bp.get("")
@endpoint("WhatsApp", PageOf[DeviceOut])
@roles("owner")
def index(query: PageQuery) -> Response:
    """List the devices."""
    page = devices.index(g.tenant, query.page, query.limit)
    return paginated([DeviceOut.dump(device) for device in page.items], page)


@bp.post("")
@endpoint("WhatsApp", NewDeviceOut, status=201, errors=(409,))
@roles("owner")
def create(json: DeviceIn) -> Response:
    """Add a device; the answer carries the addresses of its hooks, once."""
    device, secret = devices.create(g.tenant, **json.model_dump())
    db.session.commit()
    data = {**DeviceOut.dump(device), **_addresses(secret)}
    return created(data, url_for("admin.devices.show", device_id=device.id), headers=etag(device))


@bp.get("/<int:device_id>")
@endpoint("WhatsApp", DeviceOut)
@roles("owner")
def show(device_id: int) -> Response:
    """Show a device."""
    device = devices.get(g.tenant, device_id)
    return answer(DeviceOut.dump(device), headers=etag(device))


@bp.patch("/<int:device_id>")
@endpoint("WhatsApp", ChangedDeviceOut, errors=(409, 412))
@roles("owner")
def update(device_id: int, json: DevicePatch) -> Response:
    """Change a device; a new token ends its pause, a new secret gives its hooks new addresses."""
    device, secret = devices.update(g.tenant, device_id, json.given(), expected_version=expected_version())
    db.session.commit()
    data = {**DeviceOut.dump(device), **(_addresses(secret) if secret else {})}
    return answer(data, headers=etag(device))


@bp.delete("/<int:device_id>")
@endpoint("WhatsApp", status=204)
@roles("owner")
def remove(device_id: int) -> Response:
    """Forget a device; its messages stay."""
    devices.remove(g.tenant, device_id)
    db.session.commit()
    return no_content()


def _addresses(secret: str) -> dict[str, Any]:
    return HookAddresses.of(current_app.config["AUTOLEADS"].public_url, secret).model_dump(by_alias=True)
