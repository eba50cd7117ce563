"""WhatsApp devices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, AfterValidator

from autoleads.schemas.base import Line, Moment, Phone, RequestBody, ResponseModel
from autoleads.services.devices import WebhookUrls
from autoleads.text.phone import canonical_label


def _label(value: str) -> str:
    label = canonical_label(value)
    if label is None:
        raise ValueError("must be a number of 8 to 15 digits")
    return label


Label = Annotated[Line, AfterValidator(_label)]
"""What the gateway calls the device, in any number form; digits in international form afterwards."""


class DeviceIn(RequestBody):
    label: Label
    phone: Phone | None = None
    """The number that is really connected, if it is not the label."""
    token: Line | None = None
    """Left out: messages go to the console."""


class DevicePatch(RequestBody):
    """Changes of a device: a field left out stays as it is."""

    label: Label | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING
    token: Line | MISSING | None = MISSING
    rotate_secret: bool | MISSING = MISSING
    """Give the webhooks new addresses; the previous ones work until an hour after a new one was used."""


class DeviceOut(ResponseModel):
    id: int
    label: str
    phone: str | None
    has_token: bool
    state: Literal["connected", "disconnected", "unknown"]
    state_at: Moment | None
    paused: str | None
    """Why nothing is sent now."""
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


class HookAddresses(ResponseModel):
    """Where the gateway is to post; shown once, because only a hash of the secret is kept."""

    webhook_url: str
    status_url: str
    device_url: str
    secret: str

    @classmethod
    def of(cls, public_url: str, secret: str) -> HookAddresses:
        hooks = WebhookUrls.of(public_url, secret)
        return cls(
            webhook_url=hooks.message,
            status_url=hooks.status,
            device_url=hooks.connection,
            secret=secret,
        )


class SetupOut(ResponseModel):
    hooks_set: bool
    """Whether the gateway has the addresses of our hooks from us; else they are to be set by hand."""
    problem: str | None
    """Why the gateway said no: `token_missing`, `token_invalid`, `unreachable` …"""
    todo: list[str]
    """What is left for a person to do, in Indonesian."""


class NewDeviceOut(DeviceOut, HookAddresses):
    setup: SetupOut


class DeviceCheckOut(DeviceOut):
    setup: SetupOut


class ChangedDeviceOut(DeviceOut):
    setup: SetupOut | None = None
    """Only with a new token or a new secret."""
    webhook_url: str | None = None
    """This and the next three only with a new secret."""
    status_url: str | None = None
    device_url: str | None = None
    secret: str | None = None
