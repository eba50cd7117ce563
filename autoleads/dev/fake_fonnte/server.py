"""A local stand-in of Fonnte's servers, for `make run` and the tests: `python -m autoleads.dev.fake_fonnte --port N`.

The gateway's own calls: `POST /send`, `/device`, `/update-device` (form fields, `Authorization: <any token>`).

For people and tests:
- `GET /` shows every chat; `POST /say` (device, sender, message, name) writes as a buyer, to the device's webhook.
- `GET /inbox?target=62…` lists what was delivered, newest last.
- `POST /control` (JSON, the arguments of `Behaviour`) makes it misbehave; `{}` makes it well again.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any, ClassVar
from urllib.error import URLError
from urllib.parse import parse_qs, parse_qsl, urlsplit
from urllib.request import Request, urlopen

from autoleads.dev.fake_fonnte.behaviour import Behaviour
from autoleads.dev.fake_fonnte.page import render

MAX_BODY = 1_000_000
KEPT_MESSAGES = 20_000

Answer = tuple[int, str, str]
"""Status, media type, body."""


class FakeFonnte(ThreadingHTTPServer):
    """The server and all that it remembers."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        super().__init__((host, port), Handler)
        self.lock = Lock()
        self.behaviour = Behaviour()
        self.entries: deque[dict[str, Any]] = deque(maxlen=KEPT_MESSAGES)
        self.devices: dict[str, dict[str, str]] = {}
        """By token: the fields of its last `update-device`."""
        self.ids = count(70_000_001)
        self.hooks: Queue[tuple[str, dict[str, Any]]] = Queue(maxsize=KEPT_MESSAGES)
        Thread(target=self._post_hooks, daemon=True).start()

    @property
    def url(self) -> str:
        """What to set `FONNTE_URL` to."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def call(self, path: str, token: str, fields: dict[str, str]) -> Answer | None:
        """One call of the gateway's API; None means to close the connection without an answer."""
        with self.lock:
            behaviour, mode = self.behaviour, self.behaviour.next_mode()
        if not token:
            return _json({"Status": False, "reason": "token invalid"})
        if mode == "error":
            return 500, "text/html", "<h1>500 Internal Server Error</h1>"
        if mode == "garbage":
            return 200, "text/html", "<!doctype html><title>Just a moment...</title>"
        if mode == "refuse" and (path == "/send" or "disconnected" not in behaviour.reason):
            return _json({"status": False, "reason": behaviour.reason, "requestid": next(self.ids)})
        if mode == "hang":
            time.sleep(behaviour.seconds)
            return None
        answer = self._answer(path, token, fields, connected=mode != "refuse")
        if mode == "late":
            time.sleep(behaviour.seconds)
        return None if mode == "drop" else _json(answer)

    def say(self, fields: dict[str, str]) -> None:
        """Write to a device as a buyer."""
        device, sender, text = (
            fields.get("device", ""),
            fields.get("sender", ""),
            fields.get("message", ""),
        )
        settings = next(
            (known for known in list(self.devices.values()) if known.get("device") == device), {}
        )
        inbox_id = next(self.ids)
        self._remember("in", device, sender, {"message": text}, str(inbox_id))
        payload = {
            "device": device,
            "sender": sender,
            "message": text,
            "name": fields.get("name", ""),
        }
        more = {
            "text": "non-button message",
            "member": "",
            "inboxid": inbox_id,
            "timestamp": int(time.time()),
        }
        self._hook(settings.get("webhook"), payload | more)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that gave up waiting are what some modes are for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def _answer(
        self, path: str, token: str, fields: dict[str, str], *, connected: bool
    ) -> dict[str, Any]:
        if path == "/send":
            return self._deliver(token, fields)
        if path == "/update-device":
            if not (fields.get("device") and fields.get("name")):
                return {"status": False, "reason": "input invalid"}
            self.devices[token] = fields
            return {"status": True, "detail": "device updated"}
        settings = self.devices.get(token, {})
        profile = {
            "device": settings.get("device", ""),
            "name": settings.get("name", ""),
            "package": "Stand-in",
        }
        state = {
            "device_status": "connect" if connected else "disconnect",
            "quota": "1000",
            "expired": "2099-12-31",
        }
        return {"status": True, **profile, **state}

    def _deliver(self, token: str, fields: dict[str, str]) -> dict[str, Any]:
        target, requestid = fields.get("target", ""), next(self.ids)
        if not re.fullmatch(r"[0-9]{5,20}|[0-9]+@lid", target):
            return {"status": False, "reason": "target invalid", "requestid": requestid}
        if not (fields.get("message") or fields.get("url")):
            return {"status": False, "reason": "input invalid", "requestid": requestid}
        settings, gateway_id = self.devices.get(token, {}), str(next(self.ids))
        # The real one may fill in `{name}`; this one always does, with nothing.
        shown = fields | {"message": re.sub(r"\{\w+\}", "", fields.get("message", ""))}
        self._remember("out", settings.get("device", ""), target, shown, gateway_id)
        self._report(settings, gateway_id)
        answer = {"detail": "success! message in queue", "id": [gateway_id], "process": "pending"}
        return {"status": True, **answer, "requestid": requestid, "target": [target]}

    def _remember(
        self, direction: str, device: str, target: str, fields: dict[str, str], entry_id: str
    ) -> None:
        entry = {
            "direction": direction,
            "device": device,
            "target": target,
            "id": entry_id,
            "at": time.time(),
        }
        self.entries.append(
            entry
            | {name: fields.get(name, "") for name in ("message", "url", "filename", "inboxid")}
        )

    def _report(self, settings: dict[str, str], gateway_id: str) -> None:
        ids = {"device": settings.get("device", ""), "stateid": f"3EB0{int(gateway_id):016X}"}
        for i, status in enumerate(self.behaviour.statuses):
            first = {"id": gateway_id, "status": status} if i == 0 else {}
            self._hook(settings.get("webhookstatus"), {**ids, **first, "state": status})

    def _hook(self, url: str | None, payload: dict[str, Any]) -> None:
        if url and url.startswith(("http://", "https://")):
            try:
                self.hooks.put_nowait((url, payload))
            except Full:
                return

    def _post_hooks(self) -> None:
        while True:
            url, payload = self.hooks.get()
            request = Request(  # noqa: S310
                url, json.dumps(payload).encode(), {"Content-Type": "application/json"}
            )
            try:
                urlopen(request, timeout=5).close()  # noqa: S310
            except (URLError, OSError, ValueError):
                continue


class Handler(BaseHTTPRequestHandler):
    """The HTTP side; writes no log, because addresses and bodies name people."""

    server: FakeFonnte
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    CALLS: ClassVar = ("/send", "/device", "/update-device")

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        entries = list(self.server.entries)
        if address.path == "/":
            devices = [settings["device"] for settings in list(self.server.devices.values())]
            self._reply((200, "text/html; charset=utf-8", render(entries, devices)))
        elif address.path == "/inbox":
            target = parse_qs(address.query).get("target", [""])[0].lstrip("+ ")
            sent = [e for e in entries if e["direction"] == "out" and target in ("", e["target"])]
            self._reply(_json(sent))
        else:
            self._reply((404, "text/plain", "not found"))

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY)).decode(
            "utf-8", "replace"
        )
        fields = dict(parse_qsl(body, keep_blank_values=True))
        if self.path in self.CALLS:
            self._reply(self.server.call(self.path, self.headers.get("Authorization", ""), fields))
        elif self.path == "/say":
            self.server.say(fields)
            self._reply((303, "text/plain", ""))
        elif self.path == "/control":
            self._reply(self._control(body))
        else:
            self._reply((404, "text/plain", "not found"))

    def _control(self, body: str) -> Answer:
        try:
            behaviour = Behaviour(**json.loads(body or "{}"))
        except (TypeError, ValueError) as error:
            return 400, "text/plain", str(error)
        with self.server.lock:
            self.server.behaviour = behaviour
        return _json({"mode": behaviour.mode})

    def _reply(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            return
        status, media_type, body = answer
        self.send_response(status)
        if status == 303:
            self.send_header("Location", "/")
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


def _json(value: Any) -> Answer:
    return 200, "application/json", json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="python -m autoleads.dev.fake_fonnte", description="Fonnte's local stand-in"
    )
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with FakeFonnte(parser.parse_args().port) as server:
        sys.stdout.write(f"Fonnte stand-in at {server.url}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
