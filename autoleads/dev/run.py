"""`make run`: the database, the tables, the demo, then web and worker until Ctrl-C or until one of them ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from autoleads.dev.postgres.programs import PostgresError
from autoleads.dev.postgres.server import start

ROOT = Path(__file__).parents[2]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
FAKE_FONNTE_OFFSET = 90
"""The stand-in of a web server at 8000 is at 8090."""
UNTIL_HEALTHY = 60.0
UNTIL_KILLED = 25.0
"""Seconds; the worker finishes what it sends within 20."""


class Failed(Exception):
    """The text says what ended the run."""


class Stopped(Exception):
    """Somebody asked for the end."""


@dataclass(frozen=True)
class Command:
    """A process that runs for as long as the others do."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """What it is told besides the environment of all."""


COMMANDS = [
    Command("web", (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app")),
    Command("worker", (*FLASK, "worker")),
]


class Children:
    """Processes in groups of their own: Ctrl-C reaches only this one, which then ends them in order."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._relays: list[threading.Thread] = []

    def start(self, command: Command) -> None:
        process = subprocess.Popen(  # noqa: S603
            command.command,
            cwd=ROOT,
            env={**self._env, **command.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._running[command.name] = process
        assert process.stdout
        relay = threading.Thread(target=_relay, args=(command.name, process.stdout), daemon=True)
        relay.start()
        self._relays.append(relay)

    def check(self) -> None:
        """Raise `Failed` if one has ended."""
        for name, process in self._running.items():
            if (code := process.poll()) is not None:
                how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
                raise Failed(f"{name} ended with {how}; everything else is stopped")

    def stop(self) -> None:
        """Ask all to finish, then make sure that they and whatever they started are gone."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + UNTIL_KILLED
        for process in self._running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for relay in self._relays:
            relay.join(1.0)  # last words
        self._running.clear()


def main() -> int:
    """Run until asked to stop (0) or until something ends by itself (1)."""
    _on_signals(_stop)
    os.chdir(ROOT)
    os.environ.setdefault("APP_ENV", "development")
    try:
        port = _free_port()
        with _database() as addresses:
            _serve(port, {**os.environ, **addresses, "PYTHONUNBUFFERED": "1"})
    except Stopped:
        return 0
    except (Failed, PostgresError) as error:
        sys.stderr.write(f"autoleads: {error}\n")
        return 1
    return 0


def _serve(port: int, env: Mapping[str, str]) -> None:
    fake_fonnte, env = _fake_fonnte(port, env)
    children = Children(env)
    try:
        for command in fake_fonnte:
            children.start(command)
        _say("Bringing the tables up to date and loading the demo dealers ...")
        _step(env, "db", "upgrade")
        demo = _step(env, "demo")
        for command in COMMANDS:
            children.start(command)
        _await_health(port, children)
        _say(
            f"\nAutoLeads is running: http://localhost:{port}  (its API: http://localhost:{port}/api/docs)"
        )
        _say(f"WhatsApp, as buyers see it:  {env['FONNTE_URL']}\n" if fake_fonnte else "")
        _say(demo.strip())
        _say("\nCtrl-C ends it.\n")
        while True:
            children.check()
            time.sleep(0.2)
    finally:
        _on_signals(signal.SIG_IGN)  # the end is not interrupted
        children.stop()


def _fake_fonnte(port: int, env: Mapping[str, str]) -> tuple[list[Command], Mapping[str, str]]:
    """Fonnte's stand-in, and the environment that points at it, unless a Fonnte was given."""
    if env.get("FONNTE_URL", "").strip():
        return [], env
    usual = port + FAKE_FONNTE_OFFSET
    own_port = usual if usual < 65536 and _can_bind(usual) else _any_port()
    command = Command(
        "fonnte", (sys.executable, "-m", "autoleads.dev.fake_fonnte", "--port", str(own_port))
    )
    return [command], {**env, "FONNTE_URL": f"http://127.0.0.1:{own_port}"}


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    if os.environ.get("DATABASE_URL", "").strip():
        yield {}
        return
    with start(Path(os.environ.get("DATA_DIR") or "var")) as server:
        yield server.urls.variables


def _step(env: Mapping[str, str], *arguments: str) -> str:
    """Run one of the application's commands to its end and give what it printed."""
    result = subprocess.run(  # noqa: S603
        (*FLASK, *arguments),
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Failed(
            f"flask {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}".rstrip()
        )
    return result.stdout


def _await_health(port: int, children: Children) -> None:
    deadline = time.monotonic() + UNTIL_HEALTHY
    while not _healthy(port):
        children.check()
        if time.monotonic() > deadline:
            raise Failed(f"web does not answer on port {port}")
        time.sleep(0.1)


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    value = os.environ.get("PORT", "").strip() or "8000"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise Failed("PORT must be a whole number from 1 to 65535")
    if not _can_bind(int(value)):
        raise Failed(f"port {value} cannot be used; try another: PORT=8001 make run")
    return int(value)


def _can_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104
        except OSError:
            return False
    return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _relay(name: str, output: IO[str]) -> None:
    with output:
        for line in output:
            _say(f"{name:<6} | {line.rstrip()}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    _on_signals(signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
