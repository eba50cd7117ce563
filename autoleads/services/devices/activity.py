"""The activity of a device: payloads that came by its webhook, and changes of its connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from autoleads.database.rows import update_in_background
from autoleads.extensions import db
from autoleads.gateways.inbound import ConnectionEvent
from autoleads.models import Device
from autoleads.services.devices.records import get_locked
from autoleads.services.devices.webhook_secrets import PREVIOUS_LIFETIME, ends_previous_secret
from autoleads.services.tenants import TenantInfo

DISCONNECTED = "disconnected"
"""The beginning of the pause reason that a connect event ends."""
SEEN_EVERY = timedelta(minutes=1)


def record_payload_seen(
    tenant: TenantInfo,
    device: Device,
    secret: str,
    *,
    saw_inbox_id: bool,
    saw_timestamp: bool,
    saw_secret: bool,
) -> None:
    """Record that a payload came by this secret, and what it carried.

    Writes at most once a minute, unless a payload carries other things than the one before.
    """
    now = datetime.now(UTC)
    values: dict[str, Any] = {}
    carried = (saw_inbox_id, saw_timestamp, saw_secret)
    known = (device.saw_inbox_id, device.saw_timestamp, device.saw_secret)
    if device.seen_at is None or now - device.seen_at > SEEN_EVERY or carried != known:
        values = {
            "seen_at": now,
            "saw_inbox_id": saw_inbox_id,
            "saw_timestamp": saw_timestamp,
            "saw_secret": saw_secret,
        }
    if ends_previous_secret(device, secret):
        values["previous_valid_until"] = now + PREVIOUS_LIFETIME
    if not values:
        return
    same_secret = Device.secret_hash == device.secret_hash
    update_in_background(
        Device, Device.tenant_id == tenant.id, Device.id == device.id, same_secret, **values
    )


def apply_connection_event(tenant: TenantInfo, device: Device, event: ConnectionEvent) -> bool:
    """Pause a device that lost its link, resume one that has it again.

    Returns False, and changes nothing, for an event older than the last one. A pause for another
    reason than the link stays.
    """
    now = datetime.now(UTC)
    at = min(event.at or now, now)
    locked = get_locked(tenant, device.id)
    # A check stores microseconds; the gateway's times are whole seconds.
    if locked.state_at is not None and at < locked.state_at.replace(microsecond=0):
        return False
    locked.state = "connected" if event.connected else "disconnected"
    locked.state_at = at
    if locked.paused is None or locked.paused.startswith(DISCONNECTED):
        locked.paused = _pause_after(event)
    db.session.flush()
    return True


def _pause_after(event: ConnectionEvent) -> str | None:
    if event.connected:
        return None
    return f"{DISCONNECTED}: {event.reason}" if event.reason else DISCONNECTED
