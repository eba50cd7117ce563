"""Fonnte's status and connection webhooks: the fate of a sent message, and of a device's link."""

from __future__ import annotations

from autoleads.gateways.fonnte.fields import device_label, identifier, line, moment_or_date
from autoleads.gateways.inbound import ConnectionEvent, Payload, StatusUpdate

_STATUSES = {
    "waiting": "accepted",
    "pending": "accepted",
    "processing": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "invalid": "failed",
    "failed": "failed",
    "expired": "failed",
    "url unreachable": "failed",
}
_STAGES = ("accepted", "sent", "failed", "delivered", "read")
_CONNECTED = {"connect": True, "connected": True, "disconnect": False, "disconnected": False}


def parse_status(payload: Payload) -> StatusUpdate | None:
    """Return the new status of a message, None without an id or a status.

    It comes in three shapes: `{device, id, stateid, status[, state]}`, `{device, id, status}` and
    `{device, stateid, state}`. Where `status` and `state` differ, the later stage counts; an
    unpublished word is returned in lower case.
    """
    gateway_id = identifier(payload.get("id"))
    state_id = identifier(payload.get("stateid"))
    words = [_word(payload.get("status")), _word(payload.get("state"))]
    statuses = [_STATUSES.get(word, word) for word in words if word]
    if not statuses or not (gateway_id or state_id):
        return None
    return StatusUpdate(gateway_id, state_id, max(statuses, key=_stage), device_label(payload))


def parse_connection(payload: Payload) -> ConnectionEvent | None:
    """Return the event of `{device, status, timestamp, reason}`.

    None when the status is neither connect nor disconnect.
    """
    connected = _CONNECTED.get(_word(payload.get("status")))
    if connected is None:
        return None
    return ConnectionEvent(
        device_label=device_label(payload),
        connected=connected,
        at=moment_or_date(payload.get("timestamp")),
        reason=None if connected else line(payload.get("reason")),
    )


def _word(value: object) -> str:
    return (line(value) or "").lower().replace("_", " ")


def _stage(status: str) -> int:
    return _STAGES.index(status) if status in _STAGES else -1
