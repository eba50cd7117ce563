"""Servers on the loopback interface that play Fonnte; a plugin of pytest, for its fixtures."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.gateways.outbound import Failure, OutboundMessage, Refused

MESSAGE = OutboundMessage("+6281290001112", "Halo kak, unit masih ada.")
RawServer = Callable[[bytes], tuple[str, list[bytes]]]
Control = Callable[..., None]
Inbox = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def fake_fonnte() -> Iterator[FakeFonnte]:
    """The fake Fonnte, served by a thread."""
    server = FakeFonnte()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def control(fake_fonnte: FakeFonnte) -> Control:
    """A function that sets how the fake behaves, by the arguments of `Behaviour`."""

    def set_behaviour(**behaviour: Any) -> None:
        urlopen(fake_fonnte.url + "/control", json.dumps(behaviour).encode()).close()

    return set_behaviour


@pytest.fixture
def inbox(fake_fonnte: FakeFonnte) -> Inbox:
    """A function that returns what the fake delivered, to everybody or to one number."""

    def delivered(target: str = "") -> list[dict[str, Any]]:
        with urlopen(f"{fake_fonnte.url}/inbox?target={target}") as response:
            messages: list[dict[str, Any]] = json.load(response)
            return messages

    return delivered


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    """A function that serves the same bytes to every connection.

    It returns the address of the server, and the list to which each request is added.
    """
    listeners: list[socket.socket] = []
    threads: list[Thread] = []

    def serve(response: bytes) -> tuple[str, list[bytes]]:
        listener = socket.create_server(("127.0.0.1", 0))
        received: list[bytes] = []
        thread = Thread(target=_respond, args=(listener, response, received), daemon=True)
        thread.start()
        listeners.append(listener)
        threads.append(thread)
        return f"http://127.0.0.1:{listener.getsockname()[1]}", received

    yield serve
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join()


def http(body: str | bytes, status: str = "200 OK", head: str = "") -> bytes:
    """Return an HTTP response; `head` are further header lines."""
    body = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def self_signed(directory: Path) -> Path:
    """Return the path of a PEM file with a key and a self-signed certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    private_key = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = directory / "server.pem"
    path.write_bytes(private_key + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def is_unknown(result: object) -> bool:
    """Return whether a result leaves it unknown if the message was sent."""
    return isinstance(result, Refused) and result.failure is Failure.UNKNOWN


def _respond(listener: socket.socket, response: bytes, received: list[bytes]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            received.append(_read_request(connection))
            connection.sendall(response)


def _read_request(connection: socket.socket) -> bytes:
    """Return head and body; closing before the last byte is read would reset the connection."""
    with connection.makefile("rb") as stream:
        head = b"".join(iter(stream.readline, b"\r\n"))
        length = re.search(rb"Content-Length: ([0-9]+)", head)
        assert length is not None
        return head + b"\r\n" + stream.read(int(length[1]))
