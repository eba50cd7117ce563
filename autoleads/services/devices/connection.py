"""Connecting a device: its webhooks set, its token tried, and what is left for a person to do.

`call` talks to the gateway with no transaction open; `store` writes down what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from autoleads.extensions import current, db
from autoleads.gateways import Gateways
from autoleads.gateways.base import DeviceProfile, GatewayError
from autoleads.models import Device
from autoleads.services.devices import records
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases


@dataclass(frozen=True)
class WebhookUrls:
    """The addresses that the gateway is to post to."""

    message: str
    status: str
    connection: str

    @classmethod
    def of(cls, public_url: str, secret: str) -> WebhookUrls:
        """Those of the device with this secret; `public_url` is where the gateway reaches us."""
        message = f"{public_url}/webhook/fonnte/{secret}"
        return cls(message, f"{message}/status", f"{message}/device")


@dataclass(frozen=True)
class Findings:
    """What the gateway said of a device."""

    profile: DeviceProfile | None = None
    hooks_set: bool = False
    problem: str | None = None
    """`token_missing`, or the gateway's reason for saying no."""


@dataclass(frozen=True)
class ConnectionReport:
    """A device, what the gateway said of it, and what a person still has to do."""

    device: Device
    hooks_set: bool
    problem: str | None
    todo: list[str]


def query_gateway(tenant: TenantInfo, device: Device, hooks: WebhookUrls | None = None) -> Findings:
    """Ask the gateway about the device and, where addresses are given, have it post there."""
    token = current(Encryptor).decrypt(device.token_encrypted) if device.token_encrypted else None
    if token is None:
        return Findings(problem="token_unreadable" if device.token_encrypted else "token_missing")
    gateway = current(Gateways).manager()
    profile = None
    try:
        profile = gateway.profile(token)
        if hooks:
            name = profile.name or tenant.name
            gateway.set_webhooks(
                token,
                label=device.label,
                name=name,
                message=hooks.message,
                status=hooks.status,
                connection=hooks.connection,
            )
    except GatewayError as error:
        return Findings(profile, problem=error.reason)
    return Findings(profile, hooks_set=hooks is not None)


def store_findings(tenant: TenantInfo, device_id: int, findings: Findings) -> ConnectionReport:
    """Write down what the gateway said; a good word ends a pause, a bad one about the token begins one.

    Raises:
        NotFound: the device was removed meanwhile.
    """
    device = records.get_locked(tenant, device_id)
    now = datetime.now(UTC)
    profile = findings.profile
    if profile is not None:
        device.package, device.quota, device.expires_on = (
            profile.package,
            profile.quota,
            profile.expires,
        )
        device.checked_at = now
        device.state, device.state_at = ("connected" if profile.connected else "disconnected"), now
        device.paused = _pause(profile)
    elif findings.problem == "token_invalid":
        device.paused = findings.problem
    db.session.flush()
    return ConnectionReport(
        device, findings.hooks_set, findings.problem, todo(tenant, device, findings.problem)
    )


def todo(tenant: TenantInfo, device: Device, problem: str | None) -> list[str]:
    """Return what a person still has to do, in the tenant's language."""
    seen = device.seen_at is not None
    steps = {
        "fonnte_enter_token": problem in ("token_missing", "token_unreadable", "token_invalid"),
        "fonnte_unreachable": problem in ("unreachable", "no_answer", "unclear_answer"),
        "fonnte_connect_whatsapp": device.state == "disconnected",
        "fonnte_top_up": device.quota == 0,
        "fonnte_options": not seen,
        "send_test_chat": not seen,
        "fonnte_turn_on_inbox": seen and not device.saw_inbox_id,
        "fonnte_enter_secret": seen and not device.saw_secret,
    }
    phrases = Phrases(tenant.locale)
    return [phrases(step) for step, needed in steps.items() if needed]


def _pause(profile: DeviceProfile) -> str | None:
    if not profile.connected:
        return records.DISCONNECTED
    if profile.quota == 0:
        return "quota_exhausted"
    return None
