"""The HTTP server of the fake Fonnte."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from autoleads.dev.fake_fonnte.api import FakeApi, Response, json_response
from autoleads.dev.fake_fonnte.behaviour import Behaviour
from autoleads.dev.fake_fonnte.page import render

MAX_BODY = 1_000_000
NOT_FOUND: Response = (404, "text/plain", "not found")


class FakeFonnte(ThreadingHTTPServer):
    """A server with an API of its own, on a free port unless one is given."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, port: int = 0, api: FakeApi | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.api = api or FakeApi()

    @property
    def url(self) -> str:
        """The value for `FONNTE_URL`."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that gave up waiting, which some behaviours cause."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Handles one connection; it logs nothing, because addresses and bodies name people."""

    server: FakeFonnte
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/":
            self._respond(self._page())
        elif address.path == "/inbox":
            target = parse_qs(address.query).get("target", [""])[0]
            self._respond(self._inbox(target.lstrip("+ ")))
        elif address.path in self.server.api.files:
            self._respond((200, "application/octet-stream", self.server.api.files[address.path]))
        else:
            self._respond(NOT_FOUND)

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
        body = self.rfile.read(length).decode("utf-8", "replace")
        fields = dict(parse_qsl(body, keep_blank_values=True))
        api = self.server.api
        if self.path in api.CALLS:
            self._respond(api.call(self.path, self.headers.get("Authorization", ""), fields))
        elif self.path == "/say":
            api.write_as_customer(fields)
            self._respond((303, "text/plain", ""))
        elif self.path == "/control":
            self._respond(self._control(body))
        else:
            self._respond(NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""

    def _page(self) -> Response:
        api = self.server.api
        devices = [settings["device"] for settings in list(api.devices.values())]
        return 200, "text/html; charset=utf-8", render(list(api.entries), devices)

    def _inbox(self, target: str) -> Response:
        delivered = []
        for entry in list(self.server.api.entries):
            if entry["direction"] == "out" and target in ("", entry["target"]):
                delivered.append(entry)
        return json_response(delivered)

    def _control(self, body: str) -> Response:
        try:
            behaviour = Behaviour(**json.loads(body or "{}"))
        except (TypeError, ValueError) as error:
            return 400, "text/plain", str(error)
        with self.server.api.lock:
            self.server.api.behaviour = behaviour
        return json_response({"mode": behaviour.mode})

    def _respond(self, response: Response | None) -> None:
        if response is None:
            self.close_connection = True
            return
        status, media_type, body = response
        self.send_response(status)
        if status == 303:
            self.send_header("Location", "/")
        self.send_header("Content-Type", media_type)
        content = body.encode() if isinstance(body, str) else body
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="python -m autoleads.dev.fake_fonnte", description="A local fake of Fonnte's servers"
    )
    parser.add_argument("--port", type=int, default=8090, help="0 chooses a free one")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with FakeFonnte(parser.parse_args().port) as server:
        sys.stdout.write(f"Fake Fonnte at {server.url}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
