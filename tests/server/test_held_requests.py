"""The worker with a small application that has a share of the threads: who waits, and how long."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.servers import Server, serve
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

HOLD_SECONDS = 2.0
APPLICATION = f"""
import time

from autoleads.hooks.bounded_threads import CAN_HOLD_BACK, TURN
from autoleads.hooks.thread_shares import HeldBack, ThreadShares, Turn
from autoleads.server import held_requests

held_requests.HOLD_SECONDS = {HOLD_SECONDS}
shares = ThreadShares(2)
order = []

def app(environ, start_response):
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    status, body = "200 OK", b"xx"
    if path == "/order":
        body = " ".join(order).encode()
    elif path == "/one":
        status = serve_one(environ, query)
    start_response(status, [("Content-Length", str(len(body)))])
    return [body]

def serve_one(environ, query):
    turn = environ.get(TURN)
    if turn is None and not shares.take("key", shares.devices_limit):
        assert environ[CAN_HOLD_BACK]
        environ[TURN] = turn = Turn(shares, "key", shares.devices_limit)
        raise HeldBack(turn)
    if turn is not None and not turn.has_come:
        return "503 SERVICE UNAVAILABLE"
    name, _, seconds = query.partition(":")
    order.append(name + environ["wsgi.input"].read().decode())
    time.sleep(float(seconds or 0))
    shares.give_back("key")
    return "200 OK"
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with four threads, whose application uses one of them for `/one?name:seconds`."""
    with serve(tmp_path, APPLICATION, threads=4) as server:
        yield server


def send(server: Server, *requests: str, body: str = "") -> socket.socket:
    """Send requests on a connection of their own, without waiting for responses."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    for query in requests:
        head = f"POST /one?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall(f"{head}{body}".encode())
    time.sleep(0.05)
    return client


def receive(client: socket.socket, responses: int = 1) -> list[int]:
    """Return the statuses of the responses on a connection."""
    received = b""
    while received.count(b"xx") < responses:
        chunk = client.recv(65536)
        assert chunk, received
        received += chunk
    client.close()
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def order(server: Server) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/order", headers={"Connection": "close"})
    return connection.getresponse().read().decode()


@contextmanager
def occupied(server: Server, seconds: float) -> Iterator[None]:
    """Use the share up for some seconds."""
    with send(server, f"first:{seconds}") as client:
        yield
        assert receive(client) == [200]


def test_requests_are_served_in_the_order_in_which_they_came(server: Server) -> None:
    with occupied(server, 0.5):
        clients = [send(server, str(number)) for number in range(5)]

    assert [receive(client) for client in clients] == [[200]] * 5
    assert order(server) == "first 0 1 2 3 4"


def test_others_are_served_while_many_wait(server: Server) -> None:
    with occupied(server, 1.5):
        clients = [send(server, str(number)) for number in range(20)]
        others = [server.get("/") for _ in range(20)]

        assert {status for status, _ in others} == {200}
        assert max(seconds for _, seconds in others) < 0.5
        assert order(server) == "first"
    assert [receive(client) for client in clients] == [[200]] * 20


def test_one_that_waits_for_too_long_is_refused_by_the_application(server: Server) -> None:
    with occupied(server, HOLD_SECONDS + 2):
        started = time.monotonic()
        assert receive(send(server, "late")) == [503]
        assert HOLD_SECONDS - 0.1 < time.monotonic() - started < HOLD_SECONDS + 1
    assert server.get("/one?next")[0] == 200
    assert order(server) == "first next"


def test_a_body_is_there_when_the_request_is_served(server: Server) -> None:
    body = "b" * 100_000
    with occupied(server, 0.5):
        client = send(server, "held-", body=body)

    assert receive(client) == [200]
    assert order(server) == f"first held-{body}"


def test_chunks_that_arrive_meanwhile_are_there_too(server: Server) -> None:
    head = b"POST /one?held- HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with occupied(server, 0.5):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        client.sendall(head)
        time.sleep(0.1)
        client.sendall(b"4\r\nbody\r\n0\r\n\r\n")

    assert receive(client) == [200]
    assert order(server) == "first held-body"


def test_pipelined_requests_are_each_served_once_in_order(server: Server) -> None:
    with send(server, "a:0.3", "b", "c") as first, send(server, "d", "e") as second:
        assert receive(first, 3) + receive(second, 2) == [200] * 5

    served = order(server)
    assert sorted(served.split()) == ["a", "b", "c", "d", "e"]
    assert served.index("b") < served.index("c")


def test_responses_before_a_held_request_of_a_pipeline_are_sent(server: Server) -> None:
    with occupied(server, 1):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        client.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /one?held HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        started = time.monotonic()
        assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert time.monotonic() - started < 0.5
    assert receive(client) == [200]


def test_a_client_that_hangs_up_is_not_served(server: Server) -> None:
    with occupied(server, 1):
        for _ in range(10):
            send(server, "gone").close()
        client = send(server, "here")

    assert receive(client) == [200]
    assert order(server) == "first here"


def test_held_requests_are_served_before_a_worker_ends(server: Server) -> None:
    with occupied(server, 1.5):
        clients = [send(server, f"{number}:0.1") for number in range(5)]
        server.process.terminate()
        time.sleep(0.2)

    assert [receive(client) for client in clients] == [[200]] * 5
    assert server.process.wait(10) == 0


def test_a_burst_of_many_connections_is_served(server: Server) -> None:
    with ThreadPoolExecutor(40) as clients:
        found = list(clients.map(lambda _: server.get("/one?x:0.01"), range(80)))

    assert [status for status, _ in found] == [200] * 80
    wait_until(lambda: order(server).count("x") == 80)
