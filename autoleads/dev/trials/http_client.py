"""A load generator: one thread, many keep-alive connections to 127.0.0.1, requests prepared as bytes.

Small enough to leave the processor to what is measured. It knows of HTTP/1.1 what our own server says.
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
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
BODILESS = (204, 304)


@dataclass
class Outcome:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    """Seconds, of each answer; at a fixed rate they count from when the request was due."""
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    """Requests whose connection ended before the answer; they were sent again."""
    seconds: float = 0

    @property
    def requests(self) -> int:
        return len(self.latencies)

    @property
    def errors(self) -> int:
        return sum(times for status, times in self.statuses.items() if status >= 400)

    @property
    def throughput(self) -> float:
        return self.requests / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000


def request(method: str, host: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; `_` in the names of headers stands for `-`."""
    lines = {"Host": host, "Accept": "application/json"} | {
        n.replace("_", "-"): v for n, v in headers.items()
    }
    if body:
        lines |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def drive(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    rate: float | None = None,
) -> Outcome:
    """Send for so long, as fast as the answers come or `rate` a second, and wait for the last answers.

    Raises:
        TimeoutError: nothing comes any more.
    """
    outcome, started = Outcome(), time.perf_counter()
    times = _steadily(started, seconds, rate) if rate else _without_pause(started + seconds)
    with selectors.DefaultSelector() as selector:
        idle = [_Connection(port, selector) for _ in range(connections)]
        due = next(times, None)
        while due is not None or len(idle) < connections:
            while idle and due is not None and due <= time.perf_counter():
                idle.pop().send(next(requests), due if rate else time.perf_counter())
                due = next(times, None)
            pause = max(0.0, due - time.perf_counter()) if due is not None and idle else TIMEOUT
            ready = selector.select(pause)
            if not ready and pause == TIMEOUT:
                raise TimeoutError(f"{connections - len(idle)} answers did not come")
            idle += [key.data for key, _ in ready if key.data.receive(outcome)]
        outcome.seconds = time.perf_counter() - started
        for connection in idle:
            connection.close()
    return outcome


def _steadily(started: float, seconds: float, rate: float) -> Iterator[float]:
    return (started + n / rate for n in range(round(rate * seconds)))


def _without_pause(until: float) -> Iterator[float]:
    while (now := time.perf_counter()) < until:
        yield now


class _Connection:
    """One keep-alive connection, and the request whose answer it waits for."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self._port, self._selector = port, selector
        self._request = b""
        self._open()

    def send(self, request: bytes, due: float) -> None:
        self._request, self._due = request, due
        self._answer, self._length = bytearray(), 0
        self._socket.sendall(request)

    def receive(self, outcome: Outcome) -> bool:
        """Take what has come; true when that completes an answer, which is then noted."""
        try:
            chunk = self._socket.recv(CHUNK)
        except ConnectionError:
            chunk = b""
        if not chunk:
            return self._begin_anew(outcome)
        self._answer += chunk
        if not self._length and (head := self._answer.find(b"\r\n\r\n")) > 0:
            length = LENGTH.search(self._answer, 0, head)
            bodiless = int(self._answer[STATUS]) in BODILESS
            self._length = head + 4 + (int(length[1]) if length and not bodiless else 0)
        if not self._length or len(self._answer) < self._length:
            return False
        outcome.latencies.append(time.perf_counter() - self._due)
        outcome.statuses[int(self._answer[STATUS])] += 1
        self._request = b""
        return True

    def close(self) -> None:
        self._selector.unregister(self._socket)
        self._socket.close()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(self._socket, selectors.EVENT_READ, self)

    def _begin_anew(self, outcome: Outcome) -> bool:
        """Servers close connections now and then, such as when a worker is renewed."""
        self.close()
        self._open()
        if self._request:
            outcome.broken += 1
            self.send(self._request, self._due)
        return False
