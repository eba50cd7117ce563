"""The worker with a small application: who waits for whom, and how it stops."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.support.servers import Server, serve
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

THREADS = 2
FILES = 40
APPLICATION = """
import gc
import time

from autoleads.server import BufferingWorker, reading

reading.REQUEST_SECONDS = 2.0

def app(environ, start_response):
    if environ["PATH_INFO"] == "/break":
        [worker] = [found for found in gc.get_objects() if isinstance(found, BufferingWorker)]
        worker.poller = None
    seconds = float(environ["QUERY_STRING"] or 0)
    time.sleep(seconds)
    body = b"x" * int(environ.get("HTTP_X_SIZE", "2"))
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server; with the parameter `few files`, it may open a few only."""
    files = FILES if hasattr(request, "param") else None
    with serve(tmp_path, APPLICATION, threads=THREADS, files=files) as server:
        yield server


def test_fast_requests_do_not_wait_for_slow_ones(server: Server) -> None:
    with ThreadPoolExecutor(8) as clients:
        slow = clients.submit(server.get, "/?1.5")
        time.sleep(0.1)
        fast = list(clients.map(lambda _: server.get("/"), range(40)))

    assert slow.result()[0] == 200
    assert {status for status, _ in fast} == {200}
    assert max(seconds for _, seconds in fast) < 1


def test_health_checks_are_served_while_all_threads_are_busy(server: Server) -> None:
    with ThreadPoolExecutor(8) as clients:
        slow = [clients.submit(server.get, "/?1.5") for _ in range(THREADS)]
        time.sleep(0.1)
        queued = clients.submit(server.get, "/")
        health = [server.get("/healthz") for _ in range(3)]

        assert {status for status, _ in health} == {200}
        assert max(seconds for _, seconds in health) < 1
        assert [each.result()[0] for each in (*slow, queued)] == [200] * (THREADS + 1)


def test_more_requests_than_threads_are_all_served(server: Server) -> None:
    with ThreadPoolExecutor(24) as clients:
        found = list(clients.map(lambda _: server.get("/?0.05"), range(48)))

    assert [status for status, _ in found] == [200] * 48


def test_a_kept_connection_that_speaks_while_it_is_served_is_not_lost(server: Server) -> None:
    request = b"GET /?0.3 HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(request)
        time.sleep(0.1)
        client.sendall(request)
        received = b""
        while received.count(b"HTTP/1.1 200") < 2:
            received += client.recv(65536)
        client.sendall(request)
        assert client.recv(65536).startswith(b"HTTP/1.1 200")


def test_large_responses_arrive_whole(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    with closing(connection):
        for size in (0, 70_000, 3_000_000):
            connection.request("GET", "/", headers={"X-Size": str(size)})
            assert len(connection.getresponse().read()) == size


def test_a_stop_finishes_what_is_under_way_and_closes_idle_connections(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/?1")
    idle = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    time.sleep(0.2)
    server.process.terminate()

    with closing(connection), closing(idle):
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"xx")
        assert idle.recv(10) == b""
    assert server.process.wait(10) == 0


def test_a_stop_waits_for_no_silent_client_and_gives_up_the_port(server: Server) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(8)]
    with ThreadPoolExecutor() as clients:
        slow = clients.submit(server.get, "/?3")
        time.sleep(0.2)
        server.process.terminate()
        wait_until(lambda: not server.is_up(), 2)

        assert slow.result()[0] == 200
    assert server.process.wait(8) == 0
    for connection in idle:
        connection.close()


def test_silent_clients_that_are_refused_keep_nobody_waiting(server: Server) -> None:
    half = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(8)]
    for connection in half:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    deadline = time.monotonic() + 4

    while time.monotonic() < deadline:
        assert server.get("/")[1] < 1
        time.sleep(0.05)
    for connection in half:
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
        connection.close()


@pytest.mark.parametrize("server", ["few files"], indirect=True)
def test_a_server_without_free_files_serves_again_when_there_are_some(server: Server) -> None:
    address = ("127.0.0.1", server.port)
    idle = [socket.create_connection(address, timeout=10) for _ in range(2 * FILES)]
    time.sleep(1)
    for connection in idle:
        connection.close()

    status, seconds = server.get("/")

    assert status == 200
    assert seconds < 5


def test_a_web_thread_that_fails_ends_the_worker_and_another_one_serves(server: Server) -> None:
    with suppress(http.client.HTTPException, OSError):
        server.get("/break")

    def serves() -> bool:
        with suppress(http.client.HTTPException, OSError):
            return server.get("/")[0] == 200
        return False

    wait_until(serves)
