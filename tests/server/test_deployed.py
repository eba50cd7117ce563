"""gunicorn with our worker, as in production."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from autoleads.dev.trials.attacks import GOOD_REQUESTS, Answered, run_attacks
from autoleads.dev.trials.deployment import Deployment, deployment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def deployed() -> Iterator[Deployment]:
    with deployment() as deployed:
        deployed.start_web(workers=1)
        yield deployed


def exchange(deployed: Deployment, *parts: bytes) -> bytes:
    """Send the parts one after another; return all that the server sends until it closes."""
    with socket.create_connection(("127.0.0.1", deployed.port), timeout=30) as client:
        for part in parts:
            client.sendall(part)
        received = b""
        while chunk := client.recv(65536):
            received += chunk
    return received


def test_no_attack_keeps_good_requests_waiting() -> None:
    results = run_attacks()

    assert [result.in_time for result in results] == [GOOD_REQUESTS] * 5, results
    assert isinstance(results[0], Answered)


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /healthz HTTP/9.9\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 200 + b"\r\n", 431),
    ],
)
def test_what_gunicorn_refuses_is_in_the_envelope(
    deployed: Deployment, request_line: bytes, status: int
) -> None:
    head, _, body = exchange(deployed, request_line).partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/json" in head
    error = json.loads(body)
    assert (error["success"], error["error"]["code"]) == (False, "BAD_REQUEST")
    assert error["meta"]["requestId"].encode() in head


def test_requests_in_pieces_and_one_after_another_are_served(deployed: Deployment) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    body = b'{"sender": "1"}'
    second = (
        b"POST /webhook/fonnte/unknown HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % len(body)
        + b"Connection: close\r\n\r\n"
    )
    received = exchange(deployed, first[:10], first[10:], second[:20], second[20:], body)

    assert received.count(b"HTTP/1.1 200 OK") == 1
    assert received.count(b"HTTP/1.1 404 ") == 1


def test_pipelined_and_chunked_requests_are_served(deployed: Deployment) -> None:
    chunked = (
        b"POST /webhook/fonnte/unknown HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\n{}\r\n0\r\n\r\n"
    )
    last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    received = exchange(deployed, chunked + last)

    assert received.count(b"HTTP/1.1 404 ") == 1
    assert received.count(b"HTTP/1.1 200 OK") == 1


def test_kept_connections_serve_request_after_request(deployed: Deployment) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", deployed.port, timeout=10)
    for _ in range(5):
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
    connection.close()
