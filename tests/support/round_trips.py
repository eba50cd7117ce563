"""Counting the messages that an application sends to PostgreSQL, on the wire.

A hook in the driver would miss what the driver sends by itself, such as BEGIN and COMMIT.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from threading import Thread

from sqlalchemy import make_url

QUERY = b"Q"
"""The only kind of message by which psycopg2 sends statements."""
LENGTH = struct.Struct("!i")


class RoundTrips(ThreadingUnixStreamServer):
    """A proxy in front of PostgreSQL; `statements` has the text of each message."""

    daemon_threads = True

    def __init__(self, directory: Path, database_url: str) -> None:
        url = make_url(database_url)
        socket_name = f".s.PGSQL.{url.query['port']}"
        super().__init__(str(directory / socket_name), _Session)
        self.server_path = f"{url.query['host']}/{socket_name}"
        self.database_url = url.update_query_dict({"host": str(directory)}).render_as_string(False)
        self.statements: list[str] = []


class _Session(StreamRequestHandler):
    """Passes on one connection in both directions."""

    server: RoundTrips

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as upstream:
            upstream.connect(self.server.server_path)
            Thread(target=_pass_on, args=(upstream, self.connection), daemon=True).start()
            upstream.sendall(self._read_message())
            while kind := self.rfile.read(1):
                message = self._read_message()
                if kind == QUERY:
                    self.server.statements.append(message[LENGTH.size : -1].decode())
                upstream.sendall(kind + message)

    def _read_message(self) -> bytes:
        """Read a message after its kind; the first one of a connection has none."""
        head = self.rfile.read(LENGTH.size)
        [length] = LENGTH.unpack(head)
        return head + self.rfile.read(length - LENGTH.size)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while chunk := source.recv(1 << 16):
            target.sendall(chunk)
    except OSError:  # one of the two has closed
        return


@contextmanager
def counted_round_trips(directory: Path, database_url: str) -> Iterator[RoundTrips]:
    """Serve a proxy whose `database_url` leads to the same database."""
    with RoundTrips(directory, database_url) as proxy:
        thread = Thread(target=proxy.serve_forever, args=(0.01,))
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()
