"""A load generator: one thread and many keep-alive connections to 127.0.0.1.

It is small, to leave the processor to the server, and sends requests prepared as bytes. It
understands as much of HTTP/1.1 as our server sends: a response has a Content-Length or no body.
"""

from __future__ import annotations

import re
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

TIMEOUT = 30.0
CHUNK = 1 << 18
STATUS = slice(9, 12)
"""The status in `HTTP/1.1 200 OK`."""
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
BODILESS = (204, 304)


@dataclass
class Outcome:
    """The responses to a series of requests."""

    latencies: list[float] = field(default_factory=list)
    """Seconds per response; at a fixed rate they count from when the request was due."""
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    """Requests whose connection ended before the response; they were sent again."""
    seconds: float = 0

    @property
    def requests(self) -> int:
        return len(self.latencies)

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 400)

    @property
    def throughput(self) -> float:
        """Responses per second."""
        return self.requests / self.seconds

    def percentile(self, percent: int) -> float:
        """Return a percentile of the latencies in milliseconds."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000


def request(method: str, host: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of a request; `_` in the name of a header stands for `-`."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    for name, value in headers.items():
        lines.append(f"{name.replace('_', '-')}: {value}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode() + body


def drive(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    rate: float | None = None,
) -> Outcome:
    """Send requests for some seconds and wait for the last responses.

    With a rate (requests per second) each request has a time at which it is due, however slow the
    responses are; without one, a connection sends its next request as soon as it has a response.

    Raises:
        TimeoutError: the last responses did not come.
    """
    started = time.perf_counter()
    due_times = _at_rate(started, seconds, rate) if rate else _at_once(started + seconds)
    outcome = Outcome()
    with selectors.DefaultSelector() as selector:
        idle = [_Connection(port, selector) for _ in range(connections)]
        due = next(due_times, None)
        while due is not None or len(idle) < connections:
            while idle and due is not None and due <= time.perf_counter():
                idle.pop().send(next(requests), due if rate else time.perf_counter())
                due = next(due_times, None)
            pause = TIMEOUT
            if idle and due is not None:
                pause = max(0.0, due - time.perf_counter())
            ready = selector.select(pause)
            if not ready and pause == TIMEOUT:
                raise TimeoutError(f"{connections - len(idle)} responses did not come")
            for key, _ in ready:
                if key.data.receive(outcome):
                    idle.append(key.data)
        outcome.seconds = time.perf_counter() - started
        for connection in idle:
            connection.close()
    return outcome


def _at_rate(started: float, seconds: float, rate: float) -> Iterator[float]:
    for number in range(round(rate * seconds)):
        yield started + number / rate


def _at_once(end: float) -> Iterator[float]:
    while (now := time.perf_counter()) < end:
        yield now


class _Connection:
    """A keep-alive connection, and the request whose response it waits for."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self._port = port
        self._selector = selector
        self._request = b""
        self._due = 0.0
        self._response = bytearray()
        self._open()

    def send(self, request: bytes, due: float) -> None:
        self._request = request
        self._due = due
        self._response.clear()
        self._socket.sendall(request)

    def receive(self, outcome: Outcome) -> bool:
        """Read what has arrived; record a complete response and return True."""
        try:
            chunk = self._socket.recv(CHUNK)
        except ConnectionError:
            chunk = b""
        if not chunk:
            self._reconnect(outcome)
            return False
        self._response += chunk
        if not self._is_complete():
            return False
        outcome.latencies.append(time.perf_counter() - self._due)
        outcome.statuses[self._status] += 1
        self._request = b""
        return True

    def close(self) -> None:
        self._selector.unregister(self._socket)
        self._socket.close()

    @property
    def _status(self) -> int:
        return int(self._response[STATUS])

    def _is_complete(self) -> bool:
        head = self._response.find(b"\r\n\r\n")
        if head < 0:
            return False
        length = LENGTH.search(self._response, 0, head)
        if length is None or self._status in BODILESS:
            return True
        return len(self._response) >= head + 4 + int(length[1])

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(self._socket, selectors.EVENT_READ, self)

    def _reconnect(self, outcome: Outcome) -> None:
        """Connect again and repeat the request: a server closes a connection when it is renewed."""
        self.close()
        self._open()
        if self._request:
            outcome.broken += 1
            self.send(self._request, self._due)
