"""Web push: encrypted notifications through the push services of browsers (RFC 8030, 8291, 8292).

An endpoint is an address that a browser names, so it must be one of a known push service.
"""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Literal
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from autoleads.gateways.addresses import connection_to, is_public, request_target

HOSTS = ("fcm.googleapis.com",)
"""The push service of Chrome."""
FAMILIES = (".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com")
"""The ends of the hosts of those of Firefox, Edge and Safari."""
TIMEOUT = 5
TTL = 900
"""Seconds for which a push service keeps a notification for a phone that is away."""
TOKEN_SECONDS = 12 * 3600
GONE = (401, 403, 404, 410)
"""The subscription has ended, or belongs to another key of ours."""
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points of the curve."""

Pushed = Literal["sent", "gone", "failed"]


@dataclass(frozen=True)
class Subscription:
    """The address of a browser at its push service, and its keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str


def is_push_service(endpoint: str) -> bool:
    """Return whether an endpoint is an HTTPS address of a known push service."""
    parts = urlsplit(endpoint)
    host = (parts.hostname or "").lower()
    is_known = host in HOSTS or host.endswith(FAMILIES)
    return parts.scheme == "https" and parts.netloc.lower() == host and is_known


class WebPush:
    """Sends notifications; each application has one. Safe to share between threads.

    `private_key` is of 32 bytes; another one ends all subscriptions.
    """

    def __init__(
        self,
        private_key: bytes,
        contact: str,
        accepts: Callable[[str], bool] = is_push_service,
    ) -> None:
        number = int.from_bytes(private_key) % (ORDER - 1) + 1
        self._key = ec.derive_private_key(number, CURVE)
        self._contact = contact
        self.accepts = accepts

    @property
    def public_key(self) -> str:
        """The key that browsers subscribe with, in base64url."""
        return _encode(_point(self._key))

    def send(self, subscription: Subscription, payload: bytes, topic: str) -> Pushed:
        """Send an encrypted payload; a later one of the same topic takes its place."""
        if not self.accepts(subscription.endpoint):
            return "gone"
        try:
            body = _encrypt(subscription, payload)
        except (ValueError, TypeError):
            return "gone"
        headers = {
            "Authorization": self._authorization(subscription.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Topic": topic,
            "Urgency": "high",
        }
        try:
            status = self._post(subscription.endpoint, body, headers)
        except (OSError, HTTPException):
            return "failed"
        if status in GONE:
            return "gone"
        return "sent" if 200 <= status < 300 else "failed"

    def _authorization(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + TOKEN_SECONDS,
            "sub": self._contact,
        }
        return f"vapid t={jwt.encode(claims, self._key, algorithm='ES256')}, k={self.public_key}"

    def _post(self, endpoint: str, body: bytes, headers: dict[str, str]) -> int:
        parts = urlsplit(endpoint)
        if parts.scheme == "https" and not is_public(parts.hostname or ""):
            raise OSError("not on the internet")
        connection = connection_to(parts, TIMEOUT)
        try:
            connection.request("POST", request_target(parts), body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def _encrypt(subscription: Subscription, payload: bytes) -> bytes:
    encrypted = http_ece.encrypt(
        payload,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(CURVE),
        dh=_decode(subscription.p256dh),
        auth_secret=_decode(subscription.auth),
    )
    return bytes(encrypted)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
