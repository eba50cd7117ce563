"""The events that providers post: read, checked against the device, and applied."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autoleads.gateways.base import Provider
from autoleads.gateways.inbound import (
    ConnectionEvent,
    Ignored,
    IgnoredReason,
    InboundMessage,
    Payload,
    PhoneReply,
    StatusUpdate,
)
from autoleads.models import Device
from autoleads.services import devices
from autoleads.services.messages.inbound import receive
from autoleads.services.messages.phone_replies import record_phone_reply
from autoleads.services.messages.statuses import apply_status
from autoleads.services.tenants import TenantInfo

log = logging.getLogger(__name__)

Reason = IgnoredReason | Literal["device_mismatch", "tenant_inactive"]


@dataclass(frozen=True)
class Webhook:
    """A request of a provider, and the device whose secret it has."""

    provider: Provider
    device: Device
    secret: str
    payload: Payload | None
    """None if the body could not be read."""


@dataclass(frozen=True)
class Outcome:
    """The result of processing a webhook: the lead of a message, or the reason to ignore it."""

    status: Literal["processed", "duplicate", "ignored"]
    lead_id: int | None = None
    reason: Reason | None = None


def process_message(tenant: TenantInfo, webhook: Webhook, *, may_auto_reply: bool) -> Outcome:
    """Store the message of a person, or ignore the payload."""
    device = webhook.device
    inbound = _read_message(tenant, webhook)
    if isinstance(inbound, PhoneReply):
        recorded = record_phone_reply(tenant, device, inbound.to)
        if recorded is None:
            return Outcome("ignored", reason="own_message")
        return Outcome(recorded.status, recorded.lead_id)
    if inbound == "empty" and process_status(tenant, webhook).status == "processed":
        # A status that was posted to the address of messages.
        return Outcome("processed")
    if not isinstance(inbound, InboundMessage):
        note = "quarantine" if inbound == "device_mismatch" else "ignored"
        log.info(note, extra={"device": device.id, "reason": inbound})
        return Outcome("ignored", reason=inbound)
    received = receive(tenant, device, inbound, may_auto_reply=may_auto_reply)
    devices.record_payload_seen(
        tenant,
        device,
        webhook.secret,
        saw_inbox_id=inbound.gateway_id is not None,
        saw_timestamp=inbound.sent_at is not None,
        saw_secret=webhook.provider.find_secret(webhook.payload or {}) is not None,
    )
    return Outcome(received.status, received.lead_id)


def process_status(tenant: TenantInfo, webhook: Webhook) -> Outcome:
    """Apply the new status of a message we sent."""
    update = webhook.provider.parse_status(webhook.payload or {})
    if update is None or _is_of_another_device(update, webhook.device):
        return Outcome("ignored")
    apply_status(tenant, update)
    return Outcome("processed")


def process_connection(tenant: TenantInfo, webhook: Webhook) -> Outcome:
    """Apply the news that the device was linked, or lost its link."""
    event = webhook.provider.parse_connection(webhook.payload or {})
    if event is None or _is_of_another_device(event, webhook.device):
        return Outcome("ignored")
    if not devices.apply_connection_event(tenant, webhook.device, event):
        return Outcome("ignored")
    return Outcome("processed")


def _read_message(tenant: TenantInfo, webhook: Webhook) -> InboundMessage | PhoneReply | Reason:
    """Return the message of a person or from the phone, or the reason to ignore the payload."""
    if webhook.payload is None:
        return "unparseable"
    device = webhook.device
    own_numbers = [device.label, device.phone] if device.phone else [device.label]
    inbound = webhook.provider.parse_message(webhook.payload, own_numbers)
    if isinstance(inbound, Ignored):
        return inbound.reason
    message = inbound.to if isinstance(inbound, PhoneReply) else inbound
    if _is_of_another_device(message, device):
        return "device_mismatch"
    if not tenant.is_open(datetime.now(UTC)):
        return "tenant_inactive"
    return inbound


def _is_of_another_device(
    event: InboundMessage | StatusUpdate | ConnectionEvent, device: Device
) -> bool:
    """Return whether the event names a device and it is not this one."""
    return event.device_label is not None and event.device_label != device.label
