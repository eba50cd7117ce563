"""WhatsApp devices."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import etag, expected_versions
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created, no_content, paginated, success
from autoleads.schemas.base import PageQuery
from autoleads.schemas.devices import (
    ChangedDeviceOut,
    DeviceCheckOut,
    DeviceIn,
    DeviceOut,
    DevicePatch,
    NewDeviceOut,
    render_report,
)
from autoleads.services import devices

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
    """Add a device and set its webhooks; the response has their addresses, once."""
    device, secret = devices.create(g.tenant, json.new_device(), by=g.current_user)
    report = devices.connect(g.tenant, device, secret, commit=db.session.commit)
    location = url_for("admin.devices.show", device_id=device.id)
    return created(render_report(report), location, headers=etag(report.device))


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
    """Change a device; a new token is tried, a new secret gives its webhooks new addresses."""
    changes = json.changes()
    device, secret = devices.update(
        g.tenant, device_id, changes, by=g.current_user, expected_versions=expected_versions()
    )
    if changes.connects:
        report = devices.connect(g.tenant, device, secret, commit=db.session.commit)
        return success(render_report(report), headers=etag(report.device))
    db.session.commit()
    return success(DeviceOut.render(device), headers=etag(device))


@bp.post("/<int:device_id>/check")
@endpoint("WhatsApp", DeviceCheckOut)
@roles("owner")
def check(device_id: int) -> Response:
    """Ask the gateway about a device, and say what is left to do."""
    device = devices.get(g.tenant, device_id)
    report = devices.connect(g.tenant, device, None, commit=db.session.commit)
    return success(render_report(report), headers=etag(report.device))


@bp.delete("/<int:device_id>")
@endpoint("WhatsApp", status=204)
@roles("owner")
def remove(device_id: int) -> Response:
    """Delete a device; its messages stay."""
    devices.remove(g.tenant, device_id, by=g.current_user)
    db.session.commit()
    return no_content()
