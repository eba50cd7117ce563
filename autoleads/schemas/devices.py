"""WhatsApp devices."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, AfterValidator

from autoleads.schemas.base import (
    Line,
    Moment,
    Phone,
    RequestBody,
    ResponseModel,
    ResponseShape,
    wrong,
)
from autoleads.services import devices
from autoleads.services.devices import ConnectionReport, DeviceChanges, NewDevice
from autoleads.text.phone import canonical_label


def _label(value: str) -> str:
    label = canonical_label(value)
    if label is None:
        raise wrong("not_device_number")
    return label


Label = Annotated[Line, AfterValidator(_label)]
"""The gateway's name of the device, in any number form; parsed to digits in international form."""


class DeviceIn(RequestBody):
    """A device to add."""

    label: Label
    phone: Phone | None = None
    """The number that is really connected, if it is not the label."""
    token: Line | None = None
    """Left out: messages go to the console."""

    def new_device(self, secret: str | None = None) -> NewDevice:
        """Return the device for the service; `secret` is that of its webhooks."""
        return NewDevice(label=self.label, phone=self.phone, token=self.token, secret=secret)


class DevicePatch(RequestBody):
    """Changes of a device: a field left out stays as it is."""

    label: Label | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING
    token: Line | MISSING | None = MISSING
    rotate_secret: bool | MISSING = MISSING
    """Give the webhooks new addresses; the old ones work for an hour after a new one is used."""

    def changes(self) -> DeviceChanges:
        """Return the changes for the service."""
        return DeviceChanges(
            label=self.label,
            phone=self.phone,
            token=self.token,
            rotate_secret=self.rotate_secret is True,
        )


class DeviceOut(ResponseModel):
    """A device."""

    id: int
    label: str
    phone: str | None
    has_token: bool
    state: Literal["connected", "disconnected", "unknown"]
    state_at: Moment | None
    paused: str | None
    """The reason why nothing is sent now."""
    package: str | None
    quota: int | None
    expires_on: str | None
    checked_at: Moment | None
    seen_at: Moment | None
    saw_inbox_id: bool
    saw_timestamp: bool
    saw_secret: bool
    created_at: Moment
    updated_at: Moment


class WebhookUrlsOut(ResponseShape):
    """The addresses that the gateway posts to; shown once, because only a hash is stored."""

    webhook_url: str
    status_url: str
    device_url: str
    secret: str

    @classmethod
    def of(cls, secret: str) -> WebhookUrlsOut:
        """Return the addresses for the device with this secret."""
        urls = devices.webhook_urls(secret)
        return cls(
            webhook_url=urls.message,
            status_url=urls.status,
            device_url=urls.connection,
            secret=secret,
        )


class SetupOut(ResponseShape):
    """The state of a device's setup."""

    hooks_set: bool
    """True if the gateway has our URLs; otherwise they are to be set by hand."""
    problem: str | None
    """The reason why the gateway refused: `token_missing`, `token_invalid`, `unreachable` …"""
    todo: list[str]
    """The steps that are left for a person, in the tenant's language."""

    @classmethod
    def of(cls, report: ConnectionReport) -> SetupOut:
        """Return the setup of a report."""
        return cls(hooks_set=report.webhooks_set, problem=report.problem, todo=report.todo)


class NewDeviceOut(DeviceOut, WebhookUrlsOut):
    """A device that was added."""

    setup: SetupOut


class DeviceCheckOut(DeviceOut):
    """A device that was checked."""

    setup: SetupOut


class ChangedDeviceOut(DeviceOut):
    """A device that was changed."""

    setup: SetupOut | None = None
    """Only with a new token or a new secret."""
    webhook_url: str | None = None
    """This and the next three only with a new secret."""
    status_url: str | None = None
    device_url: str | None = None
    secret: str | None = None


def render_report(report: ConnectionReport) -> dict[str, Any]:
    """Return a device with its setup and, if its secret is new, the addresses of its webhooks."""
    data = DeviceOut.render(report.device)
    if report.secret is not None:
        data |= WebhookUrlsOut.of(report.secret).to_json()
    data["setup"] = SetupOut.of(report).to_json()
    return data
