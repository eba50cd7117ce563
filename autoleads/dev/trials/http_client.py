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

TIMEOUT = 60.0
RECONNECT_PAUSE = 0.02
SERVER_ERROR = 500
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
    failed: list[bytes] = field(default_factory=list)
    """Requests that the server could not serve (5xx), to be sent again later."""
    longest_gap: float = 0
    """Seconds without a good response, at most."""
    seconds: float = 0
    _last_good: float = field(default_factory=time.perf_counter)

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

    def record(self, request: bytes, due: float, status: int) -> None:
        now = time.perf_counter()
        self.latencies.append(now - due)
        self.statuses[status] += 1
        self.longest_gap = max(self.longest_gap, now - self._last_good)
        if status >= SERVER_ERROR:
            self.failed.append(request)
        else:
            self._last_good = now

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
        idle = [_Connection(port, selector, outcome) for _ in range(connections)]
        down: list[_Connection] = []
        due = next(due_times, None)
        progress = started
        while due is not None or len(idle) < connections:
            down = [connection for connection in down if not connection.transmit()]
            while idle and due is not None and due <= time.perf_counter():
                connection = idle.pop()
                if not connection.send(next(requests), due if rate else time.perf_counter()):
                    down.append(connection)
                due = next(due_times, None)
                progress = time.perf_counter()
            for connection in _wait(selector, idle, down, due):
                if connection.receive():
                    idle.append(connection)
                    progress = time.perf_counter()
                elif connection.is_down:
                    down.append(connection)
            if len(idle) < connections and time.perf_counter() > progress + TIMEOUT:
                raise TimeoutError(f"{connections - len(idle)} responses did not come")
        outcome.seconds = time.perf_counter() - started
        for connection in idle:
            connection.close()
    return outcome


def send_once(port: int, request: bytes) -> Outcome:
    """Send one request and wait for its response."""
    return drive(port, iter([request]), connections=1, seconds=1, rate=1)


def _wait(
    selector: selectors.BaseSelector,
    idle: list[_Connection],
    down: list[_Connection],
    due: float | None,
) -> list[_Connection]:
    """Wait until something arrives, a request is due, or a connection is to be tried again."""
    pause = TIMEOUT
    if idle and due is not None:
        pause = max(0.0, due - time.perf_counter())
    if down:
        pause = min(pause, RECONNECT_PAUSE)
    return [key.data for key, _ in selector.select(pause)]


def _at_rate(started: float, seconds: float, rate: float) -> Iterator[float]:
    for number in range(round(rate * seconds)):
        yield started + number / rate


def _at_once(end: float) -> Iterator[float]:
    while (now := time.perf_counter()) < end:
        yield now


class _Connection:
    """A keep-alive connection, and the request whose response it waits for."""

    def __init__(self, port: int, selector: selectors.BaseSelector, outcome: Outcome) -> None:
        self._port = port
        self._selector = selector
        self._outcome = outcome
        self._socket: socket.socket | None = None
        self._request = b""
        self._due = 0.0
        self._response = bytearray()

    @property
    def is_down(self) -> bool:
        """True if the connection ended before the response came."""
        return self._socket is None and self._request != b""

    def send(self, request: bytes, due: float) -> bool:
        """Send a request; return False if the server does not take it now."""
        self._request = request
        self._due = due
        return self.transmit()

    def transmit(self) -> bool:
        """Send the request, on a new connection if the server has closed the last one."""
        self._response.clear()
        try:
            sender = self._socket or self._open()
            sender.sendall(self._request)
        except ConnectionError:
            self.close()
            return False
        return True

    def receive(self) -> bool:
        """Read what has arrived; record a complete response and return True."""
        assert self._socket is not None
        try:
            chunk = self._socket.recv(CHUNK)
        except ConnectionError:
            chunk = b""
        if not chunk:
            self.close()
            self._outcome.broken += self.is_down
            return False
        self._response += chunk
        if not self._is_complete():
            return False
        self._outcome.record(self._request, self._due, self._status)
        self._request = b""
        return True

    def close(self) -> None:
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

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

    def _open(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(opened, selectors.EVENT_READ, self)
        self._socket = opened
        return opened
