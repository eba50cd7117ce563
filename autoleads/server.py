"""A gunicorn worker that no slow client can stop.

gunicorn's `gthread` gives a thread to a connection before its request is there: as many half-sent
requests as there are threads stop it. This worker reads heads and bodies of up to 1 MB in its main
loop, without blocking, and takes a thread when they are complete. `/healthz` has a thread of its
own, so it responds while all others wait for a frozen database: the process is alive.
"""

from __future__ import annotations

import re
import socket
import struct
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from typing import Any

import orjson
from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

REQUEST_SECONDS = 15.0
"""The time for a whole head, with a body of up to `MAX_BUFFERED`, from the first byte."""
LARGE_BODY_SECONDS = 60.0
SOCKET_SECONDS = 10
"""The time that a thread waits for a client to send or to take the next bytes."""
LINGER_SECONDS = 0.8
"""The time that idle connections stay open when the worker stops."""
MAX_HEAD = 64 * 1024
MAX_BUFFERED = 1024 * 1024
CHUNK = 64 * 1024

_END_OF_HEAD = b"\r\n\r\n"
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_READ_BY_THREAD = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)
_HEALTH = b"GET /healthz "
_TIMEOUT = struct.pack("ll", SOCKET_SECONDS, 0)


class Connection(TConn):  # type: ignore[misc]
    """A connection, with the bytes of a request that is not complete yet."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.received = bytearray()
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            self.sock.setsockopt(socket.SOL_SOCKET, option, _TIMEOUT)

    def is_complete(self) -> bool:
        """Return whether a thread can go on without waiting for the client, or has to."""
        head_end = self.received.find(_END_OF_HEAD)
        if head_end < 0:
            # gunicorn refuses such a head.
            return len(self.received) > MAX_HEAD
        head = bytes(self.received[: head_end + 2])
        length = _CONTENT_LENGTH.search(head)
        if _READ_BY_THREAD.search(head) or length is None:
            return True
        size = int(length[1])
        return size > MAX_BUFFERED or len(self.received) >= head_end + len(_END_OF_HEAD) + size

    def hand_over(self) -> None:
        """Give what was received to gunicorn's parser, which reads the rest within a deadline."""
        self.init()
        self.parser.unreader.sock = DeadlineSocket(self.sock)
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()
        self.data_ready = True


class DeadlineSocket:
    """Reads from a socket until a deadline, however slowly the bytes drip in."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = time.monotonic() + LARGE_BODY_SECONDS

    def recv(self, size: int) -> bytes:
        if time.monotonic() > self._deadline:
            raise TimeoutError("the client sends too slowly")
        return self._sock.recv(size)


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """Takes a thread for a request when all of it is there."""

    def init_process(self) -> None:
        self.arriving: set[Connection] = set()
        self.health_pool = ThreadPoolExecutor(1, thread_name_prefix="health")
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Accept a connection and wait for its first request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        connection = Connection(self.cfg, client, address, listener.getsockname())
        self._await_request(connection, self.cfg.keepalive)

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """Wait for the rest of the next request of a connection that was kept alive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await_request(conn, REQUEST_SECONDS)

    def enqueue_req(self, conn: Connection) -> None:
        """Give a connection to a thread; health checks have one of their own."""
        is_health = conn.received.startswith(_HEALTH)
        if conn.received:
            conn.hand_over()
        pool = self.health_pool if is_health else self.tpool
        future = pool.submit(self.handle, conn)
        future.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def murder_pending(self) -> None:
        """Close connections whose request did not arrive in time, and idle ones at the end."""
        super().murder_pending()
        now = time.monotonic()
        for conn in list(self.arriving):
            is_idle = not self.alive and not conn.received
            if conn.timeout < now or is_idle:
                self._drop(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """Close idle connections sooner at the end; what is under way needs less than a second."""
        super()._cap_keepalive(min(deadline, time.monotonic() + LINGER_SECONDS))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Respond to what gunicorn refuses in the envelope of the API."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
        elif isinstance(exc, LimitRequestLine):
            write_error(client, "414 URI Too Long", "The address is too long.")
        elif isinstance(exc, LimitRequestHeaders):
            write_error(client, "431 Request Header Fields Too Large", "The head is too large.")
        else:
            write_error(client, "400 Bad Request", "The request could not be read.")

    def _await_request(self, conn: Connection, seconds: float) -> None:
        conn.timeout = time.monotonic() + seconds
        self.arriving.add(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._receive, conn))

    def _receive(self, conn: Connection, client: Any) -> None:
        """Take what has arrived; pass the request on if it is complete."""
        try:
            chunk = client.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._close(conn)
            return
        if not conn.received:
            conn.timeout = time.monotonic() + REQUEST_SECONDS
        conn.received += chunk
        if conn.is_complete():
            self._forget(conn)
            self.enqueue_req(conn)

    def _drop(self, conn: Connection) -> None:
        if conn.received:
            write_error(conn.sock, "408 Request Timeout", "The request took too long to arrive.")
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.arriving.discard(conn)


def write_error(client: Any, status: str, message: str) -> None:
    """Write a response of the server itself, which no request of ours has caused."""
    request_id = uuid.uuid4().hex
    body = orjson.dumps(
        {
            "success": False,
            "error": {"code": "BAD_REQUEST", "message": message, "details": []},
            "meta": {"requestId": request_id},
        }
    )
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-ID: {request_id}\r\n\r\n"
    )
    util.write_nonblock(client, head.encode() + body)
