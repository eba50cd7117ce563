"""A client's connection: what has arrived of its next request, and what goes out together."""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from gunicorn.http import RequestParser
from gunicorn.workers.gthread import TConn

from autoleads.hooks.thread_shares import HeldBack

LARGE_BODY_SECONDS = 60.0
SOCKET_SECONDS = 10
"""The time that a thread waits for a client to send or to take the next bytes."""
MAX_HEAD = 64 * 1024
MAX_BUFFERED = 1024 * 1024
CHUNK = 64 * 1024

_END_OF_HEAD = b"\r\n\r\n"
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_READ_BY_THREAD = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)
_HEALTH = b"GET /healthz "
_TIMEOUT = struct.pack("ll", SOCKET_SECONDS, 0)


class ClientSocket:
    """A blocking socket whose small writes go out together, so that a response is one packet."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(True)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            sock.setsockopt(socket.SOL_SOCKET, option, _TIMEOUT)
        self.held_environ: dict[str, Any] | None = None
        """The environment of the request that the application holds back."""
        self._sock = sock
        self._unsent: list[bytes] = []
        self._size = 0

    def sendall(self, data: bytes) -> None:
        """Send these bytes, at the latest with `flush`."""
        self._unsent.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Send what was not sent yet."""
        if self._unsent:
            unsent = b"".join(self._unsent)
            self._unsent.clear()
            self._size = 0
            self._sock.sendall(unsent)

    def sendfile(self, *arguments: Any, **options: Any) -> int:
        self.flush()
        return self._sock.sendfile(*arguments, **options)

    def recv(self, size: int, flags: int = 0) -> bytes:
        self.flush()
        return self._sock.recv(size, flags)

    def has_hung_up(self) -> bool:
        """Return whether the client has closed its side, and no bytes of it are left to read."""
        try:
            return not self._sock.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def setblocking(self, flag: bool) -> None:
        """Stay as it is: the loop receives with a flag that does not wait."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class DeadlineSocket:
    """Reads from a socket until a deadline, however slowly the bytes drip in."""

    def __init__(self, sock: ClientSocket) -> None:
        self._sock = sock
        self._deadline = time.monotonic() + LARGE_BODY_SECONDS

    def recv(self, size: int) -> bytes:
        if time.monotonic() > self._deadline:
            raise TimeoutError("the client sends too slowly")
        return self._sock.recv(size)


class RepeatingParser(RequestParser):  # type: ignore[misc]
    """gunicorn's parser, which can return its last request again."""

    repeats = False

    def __next__(self) -> Any:
        if self.repeats:
            self.repeats = False
            return self.mesg
        return super().__next__()


class Connection(TConn):  # type: ignore[misc]
    """A connection, with the bytes of a request that is not complete yet."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, ClientSocket(sock), client, server)
        self.parser = RepeatingParser(cfg, self.sock, client)
        self.received = bytearray()
        self.is_busy = False
        """True while a thread serves its request, or the application holds it back."""
        self.is_watched = False
        """True while the poller tells what arrives."""
        self.is_closed = False
        self.data_ready = True  # the base need not wait for any

    def receive(self) -> bool:
        """Take what has arrived, without waiting; return False if the client has hung up."""
        try:
            chunk = self.sock.recv(CHUNK, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.received += chunk
        return bool(chunk)

    def is_overdue(self, now: float, stops_at: float) -> bool:
        """Return whether its request should have arrived, or, at the end, it has been idle."""
        ends = self.timeout if self.received else min(self.timeout, stops_at)
        return bool(ends < now and not self.is_busy)

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

    def is_health_check(self) -> bool:
        return self.received.startswith(_HEALTH)

    def serve(self, handle: Callable[[Connection], bool]) -> bool:
        """Serve the complete request, and those behind it; return whether to go on listening.

        Raises:
            HeldBack: one of them is to be served later, by calling this again.
        """
        try:
            self.init()
            unreader = self.parser.unreader
            unreader.sock = DeadlineSocket(self.sock)
            unreader.unread(bytes(self.received))
            self.received.clear()
            try:
                goes_on = handle(self)
                while goes_on and unreader.buf.getvalue():
                    goes_on = handle(self)
            except HeldBack:
                self.parser.repeats = True
                raise
            finally:
                self.sock.flush()
        except OSError:  # the client has gone
            return False
        return goes_on
