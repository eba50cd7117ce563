"""What the gateway posts: read, judged, and taken in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autoleads.gateways.base import Ignored, IgnoredReason, InboundMessage, Payload
from autoleads.gateways.fonnte.body import find_secret
from autoleads.gateways.fonnte.events import parse_connection, parse_status
from autoleads.gateways.fonnte.inbound import parse_message
from autoleads.models import Device
from autoleads.services import devices
from autoleads.services.messages.inbound import apply_status, receive
from autoleads.services.tenants import TenantInfo

log = logging.getLogger(__name__)

Reason = IgnoredReason | Literal["device_mismatch", "tenant_inactive"]


@dataclass(frozen=True)
class Outcome:
    """What became of a payload: a lead, or a reason why there is none."""

    status: Literal["processed", "duplicate", "ignored"]
    lead_id: int | None = None
    reason: Reason | None = None


def process_message(
    tenant: TenantInfo, device: Device, secret: str, payload: Payload | None, *, may_answer: bool
) -> Outcome:
    """Take in a payload of the message hook; None is one that could not be read."""
    inbound = _judge(tenant, device, payload)
    if not isinstance(inbound, InboundMessage):
        note = "quarantine" if inbound == "device_mismatch" else "ignored"
        log.info(note, extra={"device": device.id, "reason": inbound})
        return Outcome("ignored", reason=inbound)
    received = receive(tenant, device, inbound, may_answer=may_answer)
    devices.record_payload_seen(
        tenant,
        device,
        secret,
        saw_inbox_id=inbound.gateway_id is not None,
        saw_timestamp=inbound.sent_at is not None,
        saw_secret=find_secret(payload or {}) is not None,
    )
    return Outcome(received.status, received.lead_id)


def process_status(tenant: TenantInfo, device: Device, payload: Payload | None) -> Outcome:
    """Take in a payload of the status hook."""
    update = parse_status(payload or {})
    if update is None or update.device_label not in (None, device.label):
        return Outcome("ignored")
    apply_status(tenant, update)
    return Outcome("processed")


def process_connection(tenant: TenantInfo, device: Device, payload: Payload | None) -> Outcome:
    """Take in a payload of the connection hook."""
    event = parse_connection(payload or {})
    if event is None or event.device_label not in (None, device.label):
        return Outcome("ignored")
    return Outcome(
        "processed" if devices.apply_connection_event(tenant, device, event) else "ignored"
    )


def _judge(tenant: TenantInfo, device: Device, payload: Payload | None) -> InboundMessage | Reason:
    """The message of a person to this device, or why it is none."""
    if payload is None:
        return "unparseable"
    inbound = parse_message(
        payload, own_numbers=[number for number in (device.label, device.phone) if number]
    )
    if isinstance(inbound, Ignored):
        return inbound.reason
    if inbound.device_label not in (None, device.label):
        return "device_mismatch"
    return inbound if tenant.is_open(datetime.now(UTC)) else "tenant_inactive"
