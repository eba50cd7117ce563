import json
import re
import socket
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest

from autoleads.dev.fake_fonnte import FakeFonnte


@pytest.fixture
def fake_fonnte() -> Iterator[FakeFonnte]:
    server = FakeFonnte()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def control(fake_fonnte: FakeFonnte) -> Callable[..., None]:
    def set_behaviour(**behaviour: Any) -> None:
        urlopen(fake_fonnte.url + "/control", json.dumps(behaviour).encode()).close()

    return set_behaviour


@pytest.fixture
def inbox(fake_fonnte: FakeFonnte) -> Callable[..., list[dict[str, Any]]]:
    def delivered(target: str = "") -> list[dict[str, Any]]:
        with urlopen(f"{fake_fonnte.url}/inbox?target={target}") as answer:
            messages: list[dict[str, Any]] = json.load(answer)
            return messages

    return delivered


def read_request(connection: socket.socket) -> bytes:
    """Head and body to the last byte: closing with something unread would reset the connection."""
    with connection.makefile("rb") as stream:
        head = b"".join(iter(stream.readline, b"\r\n"))
        length = re.search(rb"Content-Length: ([0-9]+)", head)
        assert length is not None
        return head + b"\r\n" + stream.read(int(length[1]))


@pytest.fixture
def raw_server() -> Iterator[Callable[[bytes], tuple[str, list[bytes]]]]:
    """Answers every connection with the given bytes, then closes it; collects what it was sent."""
    listeners: list[socket.socket] = []
    threads: list[Thread] = []

    def serve(answer: bytes) -> tuple[str, list[bytes]]:
        listener = socket.create_server(("127.0.0.1", 0))
        received: list[bytes] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    received.append(read_request(connection))
                    connection.sendall(answer)

        listeners.append(listener)
        threads.append(Thread(target=accept, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}", received

    yield serve
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join()
