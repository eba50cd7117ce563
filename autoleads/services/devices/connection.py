"""Connecting a device to its gateway: the token tried, the webhooks set, the state stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from autoleads.extensions import current, db
from autoleads.gateways import Gateways
from autoleads.gateways.base import DeviceProfile, GatewayError, SetupProgress, WebhookUrls
from autoleads.gateways.outbound import Failure, OutboundMessage, Refused, SendResult
from autoleads.models import Device
from autoleads.services.devices.activity import DISCONNECTED
from autoleads.services.devices.records import get_locked
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True)
class Findings:
    """The result of asking the gateway about a device."""

    profile: DeviceProfile | None = None
    webhooks_set: bool = False
    problem: str | None = None
    """`token_missing`, `token_unreadable`, or the reason of a GatewayError."""


@dataclass(frozen=True)
class ConnectionReport:
    """A device after it was connected, or checked, and what a person still has to do."""

    device: Device
    secret: str | None
    """The secret of the webhooks that were to be set."""
    webhooks_set: bool
    problem: str | None
    todo: list[str]


def webhook_urls(secret: str) -> WebhookUrls:
    """Return the addresses of the webhooks of the device with this secret."""
    return current(Gateways).webhook_urls(secret)


def connect(
    tenant: TenantInfo, device: Device, secret: str | None, *, commit: Callable[[], None]
) -> ConnectionReport:
    """Ask the gateway about a device, set its webhooks if a secret is given, store the findings.

    `commit` commits what the caller has changed: it is called before the gateway, so that no
    transaction is open while that takes its time, and at the end.

    Raises:
        NotFound: the device was removed meanwhile.
    """
    commit()
    findings = _query_gateway(tenant, device, webhook_urls(secret) if secret else None)
    stored = _store_findings(tenant, device.id, findings)
    commit()
    return ConnectionReport(
        device=stored,
        secret=secret,
        webhooks_set=findings.webhooks_set,
        problem=findings.problem,
        todo=setup_steps(tenant, stored, findings.problem),
    )


def send_test(device: Device, phone: str, text: str, *, commit: Callable[[], None]) -> SendResult:
    """Send a message that belongs to no lead; `commit` ends the transaction before the gateway."""
    token = None
    if device.token_encrypted is not None:
        token = current(Encryptor).decrypt(device.token_encrypted)
    commit()
    if device.has_token and token is None:
        return Refused(Failure.DEVICE, "token_invalid")
    return current(Gateways).sender(token).send(token or "", OutboundMessage(phone, text))


def setup_steps(tenant: TenantInfo, device: Device, problem: str | None = None) -> list[str]:
    """Return what is left to do for a device, as sentences; `problem` is that of the last call."""
    if device.token_encrypted is None:
        problem = "token_missing"
    progress = SetupProgress(
        problem=problem,
        disconnected=device.state == "disconnected",
        quota=device.quota,
        seen=device.seen_at is not None,
        saw_message_id=device.saw_inbox_id,
        saw_secret=device.saw_secret,
    )
    return current(Gateways).default.setup_steps(progress, tenant.locale)


def _query_gateway(tenant: TenantInfo, device: Device, urls: WebhookUrls | None) -> Findings:
    if device.token_encrypted is None:
        return Findings(problem="token_missing")
    token = current(Encryptor).decrypt(device.token_encrypted)
    if token is None:
        return Findings(problem="token_unreadable")
    provider = current(Gateways).default
    profile = None
    try:
        profile = provider.profile(token)
        if urls is not None:
            name = profile.name or tenant.name
            provider.set_webhooks(token, label=device.label, name=name, urls=urls)
    except GatewayError as error:
        return Findings(profile, problem=error.reason)
    return Findings(profile, webhooks_set=urls is not None)


def _store_findings(tenant: TenantInfo, device_id: int, findings: Findings) -> Device:
    """Store the state of a device; a good one ends a pause, an invalid token begins one."""
    device = get_locked(tenant, device_id)
    profile = findings.profile
    if profile is not None:
        now = datetime.now(UTC)
        device.package = profile.package
        device.quota = profile.quota
        device.expires_on = profile.expires
        device.checked_at = now
        device.state = "connected" if profile.connected else "disconnected"
        device.state_at = now
        device.paused = _pause_after(profile)
    elif findings.problem == "token_invalid":
        device.paused = findings.problem
    db.session.flush()
    return device


def _pause_after(profile: DeviceProfile) -> str | None:
    if not profile.connected:
        return DISCONNECTED
    if profile.quota == 0:
        return "quota_exhausted"
    return None
