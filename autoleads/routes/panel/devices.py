"""WhatsApp: the devices, their state, and what is left to set up."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import version_of_form
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.devices import DeviceIn, DevicePatch
from autoleads.schemas.panel import PhoneForm
from autoleads.services import devices
from autoleads.services.devices import ConnectionReport, DeviceChanges
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.devices import DevicesPage, NewWebhooks, TestResult

bp = Blueprint("devices", __name__, url_prefix="/settings/devices")


@bp.get("")
@roles("owner")
def index() -> Response:
    """Show the devices, each with its state and what is left to do."""
    return _page()


@bp.post("")
@roles("owner")
def create() -> Response:
    """Add a device and set its webhooks; the page has their addresses, once."""
    try:
        new_device = read_form(DeviceIn).new_device()
        device, secret = devices.create(g.tenant, new_device, by=g.current_user)
    except AutoLeadsError as problem:
        return _page(problem=problem)
    return _reported(devices.connect(g.tenant, device, secret, commit=db.session.commit))


@bp.post("/<int:device_id>")
@roles("owner")
def update(device_id: int) -> BaseResponse:
    """Change a device; a new token is tried at once."""
    try:
        changes = read_form(DevicePatch).changes()
        expected = version_of_form()
        device, secret = devices.update(
            g.tenant, device_id, changes, by=g.current_user, expected_versions=expected
        )
    except AutoLeadsError as problem:
        return _page(problem=problem)
    if changes.connects:
        return _reported(devices.connect(g.tenant, device, secret, commit=db.session.commit))
    db.session.commit()
    return go_to("panel.devices.index", "settings_saved")


@bp.post("/<int:device_id>/check")
@roles("owner")
def check(device_id: int) -> Response:
    """Ask the gateway about a device, and show what is left to do."""
    device = devices.get(g.tenant, device_id)
    return _reported(devices.connect(g.tenant, device, None, commit=db.session.commit))


@bp.post("/<int:device_id>/test")
@roles("owner")
def send_test(device_id: int) -> Response:
    """Send a test message to a number, and show what the gateway says."""
    try:
        phone = read_form(PhoneForm).phone
    except AutoLeadsError as problem:
        return _page(problem=problem)
    text = Phrases(current_language())("test_message", dealer=g.tenant.name)
    device = devices.get(g.tenant, device_id)
    result = devices.send_test(device, phone, text, commit=db.session.commit)
    return _page(tested=TestResult(device_id, result))


@bp.post("/<int:device_id>/secret")
@roles("owner")
def rotate_secret(device_id: int) -> Response:
    """Give the webhooks of a device new addresses, and show them once."""
    changes = DeviceChanges(rotate_secret=True)
    device, secret = devices.update(g.tenant, device_id, changes, by=g.current_user)
    return _reported(devices.connect(g.tenant, device, secret, commit=db.session.commit))


@bp.post("/<int:device_id>/remove")
@roles("owner")
def remove(device_id: int) -> BaseResponse:
    """Delete a device; its messages stay."""
    devices.remove(g.tenant, device_id, by=g.current_user)
    db.session.commit()
    return go_to("panel.devices.index", "device_removed")


def _reported(report: ConnectionReport) -> Response:
    webhooks = NewWebhooks.of(report) if report.secret else None
    return _page(report=report, webhooks=webhooks)


def _page(
    *,
    report: ConnectionReport | None = None,
    webhooks: NewWebhooks | None = None,
    tested: TestResult | None = None,
    problem: AutoLeadsError | None = None,
) -> Response:
    if problem is not None:
        db.session.rollback()
    page = DevicesPage.of(
        g.tenant,
        Phrases(current_language()),
        report=report,
        webhooks=webhooks,
        tested=tested,
        typed=request.form.to_dict(),
        problem=problem,
    )
    status = status_of(problem) if problem else 200
    return show_page("panel/settings/devices.html", status, active="settings", page=page)
