"""A push service on this machine, and browsers that subscribe at it and read what it got."""

from __future__ import annotations

import json
import os
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass
class Browser:
    """A browser that takes notifications at an endpoint."""

    endpoint: str
    service: PushService
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    @property
    def auth(self) -> str:
        return urlsafe_b64encode(self.secret).rstrip(b"=").decode()

    @property
    def form(self) -> dict[str, str]:
        """The fields that it sends of itself."""
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}

    def notes(self) -> list[dict[str, Any]]:
        """Return what it was sent, decrypted."""
        bodies = [body for path, _, body in self.service.got if self.endpoint.endswith(path)]
        return [
            json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret))
            for body in bodies
        ]


class PushService(ThreadingHTTPServer):
    """Takes what is pushed, and answers with `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 201
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        """Path, headers and body of each request."""

    def browser(self, name: str = "phone") -> Browser:
        return Browser(f"http://127.0.0.1:{self.server_port}/{name}", self)


class _Handler(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def start_push_service() -> Iterator[PushService]:
    """Yield a push service that runs."""
    with PushService() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
