"""Servers on the loopback address for the tests of the HTTP client."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from autoleads.gateways.base import Failure, OutboundMessage, Refused

MESSAGE = OutboundMessage("+6281290001112", "Halo kak, unit masih ada.")
RawServer = Callable[[bytes], tuple[str, list[bytes]]]
Control = Callable[..., None]
Inbox = Callable[..., list[dict[str, Any]]]


def http(body: str | bytes, status: str = "200 OK", head: str = "") -> bytes:
    body = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def self_signed(directory: Path) -> Path:
    """The path of a PEM file with a key and a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    plain = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = directory / "server.pem"
    path.write_bytes(
        key.private_bytes(*plain) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def unknown(result: object) -> bool:
    return isinstance(result, Refused) and result.failure is Failure.UNKNOWN
