"""Fonnte's other two hooks: what became of a sent message, and whether a device is linked."""

from __future__ import annotations

from autoleads.gateways.base import ConnectionEvent, Payload, StatusUpdate
from autoleads.gateways.fonnte.fields import device_label, identifier, line, moment_or_date

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
_RANKS = ("accepted", "sent", "failed", "delivered", "read")
_CONNECTED = {"connect": True, "connected": True, "disconnect": False, "disconnected": False}


def parse_status(payload: Payload) -> StatusUpdate | None:
    """The update of `{device, id, stateid, status[, state]}`, `{device, id, status}` or `{device, stateid, state}`.

    None without an id or a status. Where `status` and `state` differ the later stage counts.
    """
    gateway_id, state_id = identifier(payload.get("id")), identifier(payload.get("stateid"))
    words = [word for name in ("status", "state") if (word := _word(payload.get(name)))]
    if not words or not (gateway_id or state_id):
        return None
    status = max((_STATUSES.get(word, word) for word in words), key=_rank)
    return StatusUpdate(gateway_id, state_id, status, device_label(payload))


def parse_connection(payload: Payload) -> ConnectionEvent | None:
    """The event of `{device, status, timestamp, reason}`; None when the status is neither connect nor disconnect.

    The time is the gateway's word and may be wrong in either direction.
    """
    connected = _CONNECTED.get(_word(payload.get("status")))
    if connected is None:
        return None
    at = moment_or_date(payload.get("timestamp"))
    return ConnectionEvent(
        device_label(payload), connected, at, None if connected else line(payload.get("reason"))
    )


def _word(value: object) -> str:
    return (line(value) or "").lower().replace("_", " ")


def _rank(status: str) -> int:
    return _RANKS.index(status) if status in _RANKS else -1
