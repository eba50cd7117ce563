"""Fonnte's API, with devices and messages in memory."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from itertools import count
from threading import Lock
from typing import Any

from autoleads.dev.fake_fonnte.behaviour import Behaviour
from autoleads.dev.fake_fonnte.webhooks import WebhookSender

MOST_MESSAGES = 20_000

Response = tuple[int, str, str | bytes]
"""Status, media type, body."""
Fields = dict[str, str]


class FakeApi:
    """The calls of Fonnte's API, and messages of customers."""

    CALLS = ("/send", "/device", "/update-device")

    def __init__(self) -> None:
        self.lock = Lock()
        self.behaviour = Behaviour()
        self.entries: deque[dict[str, Any]] = deque(maxlen=MOST_MESSAGES)
        """The messages in both directions, oldest first."""
        self.devices: dict[str, Fields] = {}
        """The fields of the last `update-device`, by token."""
        self.files: dict[str, bytes] = {}
        """Files of incoming messages, by the path of their address."""
        self._ids = count(70_000_001)
        self._webhooks = WebhookSender()

    def call(self, path: str, token: str, fields: Fields) -> Response | None:
        """Respond to a call; None means to close the connection without a response."""
        with self.lock:
            behaviour = self.behaviour
            mode = behaviour.next_mode()
        if not token:
            return json_response({"Status": False, "reason": "token invalid"})
        if mode == "error":
            return 500, "text/html", "<h1>500 Internal Server Error</h1>"
        if mode == "garbage":
            return 200, "text/html", "<!doctype html><title>Just a moment...</title>"
        # A disconnected device refuses to send, but its profile can still be read.
        if mode == "refuse" and (path == "/send" or "disconnected" not in behaviour.reason):
            return json_response(self._refusal(behaviour.reason))
        if mode == "hang":
            time.sleep(behaviour.seconds)
            return None
        result = self._result(path, token, fields, is_connected=mode != "refuse")
        if mode == "late":
            time.sleep(behaviour.seconds)
        if mode == "drop":
            return None
        return json_response(result)

    def write_as_customer(self, fields: Fields) -> None:
        """Post a message to the webhook of a device, as WhatsApp would."""
        device = fields.get("device", "")
        sender = fields.get("sender", "")
        text = fields.get("message", "")
        inbox_id = next(self._ids)
        self._record("in", device, sender, {"message": text}, str(inbox_id))
        payload = {
            "device": device,
            "sender": sender,
            "message": text,
            "name": fields.get("name", ""),
            "text": "non-button message",
            "member": "",
            "inboxid": inbox_id,
            "timestamp": int(time.time()),
        }
        self._webhooks.post(self._settings_of(device).get("webhook", ""), payload)

    def _result(
        self, path: str, token: str, fields: Fields, *, is_connected: bool
    ) -> dict[str, Any]:
        if path == "/send":
            return self._send(token, fields)
        if path == "/update-device":
            return self._update_device(token, fields)
        return self._profile(token, is_connected=is_connected)

    def _send(self, token: str, fields: Fields) -> dict[str, Any]:
        target = fields.get("target", "")
        if not re.fullmatch(r"[0-9]{5,20}|[0-9]+@lid", target):
            return self._refusal("target invalid")
        if not (fields.get("message") or fields.get("url")):
            return self._refusal("input invalid")
        settings = self.devices.get(token, {})
        gateway_id = str(next(self._ids))
        # The real one may fill in `{name}`; this one replaces every such word with nothing.
        message = re.sub(r"\{\w+\}", "", fields.get("message", ""))
        shown = {**fields, "message": message}
        self._record("out", settings.get("device", ""), target, shown, gateway_id)
        self._report_statuses(settings, gateway_id)
        return {
            "status": True,
            "detail": "success! message in queue",
            "id": [gateway_id],
            "process": "pending",
            "requestid": next(self._ids),
            "target": [target],
        }

    def _update_device(self, token: str, fields: Fields) -> dict[str, Any]:
        if not (fields.get("device") and fields.get("name")):
            return {"status": False, "reason": "input invalid"}
        self.devices[token] = fields
        return {"status": True, "detail": "device updated"}

    def _profile(self, token: str, *, is_connected: bool) -> dict[str, Any]:
        settings = self.devices.get(token, {})
        return {
            "status": True,
            "device": settings.get("device", ""),
            "name": settings.get("name", ""),
            "package": "Fake",
            "device_status": "connect" if is_connected else "disconnect",
            "quota": "1000",
            "expired": "2099-12-31",
        }

    def _refusal(self, reason: str) -> dict[str, Any]:
        return {"status": False, "reason": reason, "requestid": next(self._ids)}

    def _settings_of(self, device: str) -> Fields:
        for settings in list(self.devices.values()):
            if settings.get("device") == device:
                return settings
        return {}

    def _record(
        self, direction: str, device: str, target: str, fields: Fields, entry_id: str
    ) -> None:
        entry = {
            "direction": direction,
            "device": device,
            "target": target,
            "id": entry_id,
            "at": time.time(),
        }
        for name in ("message", "url", "filename", "inboxid"):
            entry[name] = fields.get(name, "")
        self.entries.append(entry)

    def _report_statuses(self, settings: Fields, gateway_id: str) -> None:
        """Post each status of a delivery to the webhook of the device."""
        url = settings.get("webhookstatus", "")
        for number, status in enumerate(self.behaviour.statuses):
            payload = {
                "device": settings.get("device", ""),
                "stateid": f"3EB0{int(gateway_id):016X}",
                "state": status,
            }
            # Only the first report has the id that `send` returned.
            if number == 0:
                payload |= {"id": gateway_id, "status": status}
            self._webhooks.post(url, payload)


def json_response(value: Any) -> Response:
    return 200, "application/json", json.dumps(value, ensure_ascii=False)
