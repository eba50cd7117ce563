"""A server with our worker and a small application."""

from __future__ import annotations

import http.client
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autoleads.dev.ports import free_port
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str) -> tuple[int, float]:
        """Return the status and the seconds that a request takes."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
        return response.status, time.monotonic() - started

    def is_up(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def serve(
    directory: Path, application: str, *, threads: int, files: int | None = None
) -> Iterator[Server]:
    """Serve an application, given as the text of its module; it may open so many files."""
    (directory / "small.py").write_text(application)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "small:app"]
    environ = {
        **os.environ,
        "PYTHONPATH": f"{directory}:{ROOT}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "WEB_THREADS": str(threads),
    }
    process = subprocess.Popen(
        command,
        env=environ,
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(_allow_files, files) if files else None,
    )
    try:
        started = Server(process, port)
        wait_until(started.is_up)
        yield started
    finally:
        process.kill()
        process.wait()


def _allow_files(number: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))
