"""`make run`: start the database, load the demo, and serve until Ctrl-C or until a process ends."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from autoleads.dev.children import ROOT, ChildEnded, Children, Command
from autoleads.dev.ports import free_port, is_free
from autoleads.dev.postgres import PostgresError, start
from env_reader import ConfigError, EnvReader

FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
WEB = Command("web", (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"))
WORKER = Command("worker", (*FLASK, "worker"))
FAKE_FONNTE = (sys.executable, "-m", "autoleads.dev.fake_fonnte")
FAKE_FONNTE_OFFSET = 90
"""With the web server on port 8000, the fake Fonnte is on 8090."""
READY_TIMEOUT = 60.0


class RunError(Exception):
    """A step failed; the message says which."""


class Stopped(Exception):
    """A signal asked to stop."""


def main() -> int:
    """Run until asked to stop (exit code 0) or until a process ends by itself (1)."""
    _handle_signals(_raise_stopped)
    os.chdir(ROOT)
    # Only this machine reaches it, unless it is told otherwise.
    defaults = {"APP_ENV": "development", "HOST": "127.0.0.1"}
    env = {**defaults, **os.environ, "PYTHONUNBUFFERED": "1"}
    try:
        port = _port(env)
        with _database(env) as variables:
            _serve(port, {**env, **variables})
    except Stopped:
        return 0
    except (ChildEnded, ConfigError, PostgresError, RunError) as error:
        print(f"autoleads: {error}", file=sys.stderr)
        return 1
    return 0


def _port(env: Mapping[str, str]) -> int:
    port = EnvReader(env).integer("PORT", 8000, 1, 65535)
    if not is_free(port):
        raise RunError(f"port {port} cannot be used; try another: PORT=8001 make run")
    return port


@contextmanager
def _database(env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the variables that lead to a database, embedded unless the environment names one."""
    get = EnvReader(env)
    if get.text("DATABASE_URL"):
        yield {}
        return
    with start(get.directory("DATA_DIR", "var")) as server:
        yield server.urls.variables


def _serve(port: int, env: Mapping[str, str]) -> None:
    fonnte_port = _fake_fonnte_port(port, env)
    if fonnte_port:
        env = {**env, "FONNTE_URL": f"http://127.0.0.1:{fonnte_port}"}
    children = Children(env)
    try:
        if fonnte_port:
            children.start(Command("fonnte", (*FAKE_FONNTE, "--port", str(fonnte_port))))
        _print("Migrating the database and loading the demo dealers ...")
        _run_flask(env, "db", "upgrade")
        demo = _run_flask(env, "demo")
        children.start(WEB)
        children.start(WORKER)
        _wait_for_web(port, children)
        url = f"http://localhost:{port}"
        _print(f"\nAutoLeads is running: {url}  (its API: {url}/api/docs)")
        if fonnte_port:
            _print(f"WhatsApp, as customers see it: {env['FONNTE_URL']}")
        _print(f"\n{demo.strip()}\n\nCtrl-C stops it.\n")
        _watch(children)
    finally:
        _handle_signals(signal.SIG_IGN)  # a second Ctrl-C must not interrupt the end
        children.stop()


def _fake_fonnte_port(port: int, env: Mapping[str, str]) -> int | None:
    """Return a port for the fake Fonnte, or None if the environment names another."""
    if EnvReader(env).text("FONNTE_URL"):
        return None
    usual = port + FAKE_FONNTE_OFFSET
    if usual < 65536 and is_free(usual):
        return usual
    return free_port()


def _watch(children: Children) -> NoReturn:
    """Wait until a process ends, which raises ChildEnded, or a signal raises Stopped."""
    while True:
        children.check()
        time.sleep(0.2)


def _run_flask(env: Mapping[str, str], *arguments: str) -> str:
    """Run one of the application's commands to its end and return its output.

    Raises:
        RunError: it failed.
    """
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
        output = (result.stdout + result.stderr).rstrip()
        raise RunError(f"flask {' '.join(arguments)} failed:\n{output}")
    return result.stdout


def _wait_for_web(port: int, children: Children) -> None:
    deadline = time.monotonic() + READY_TIMEOUT
    while not _is_healthy(port):
        children.check()
        if time.monotonic() > deadline:
            raise RunError(f"web does not respond on port {port}")
        time.sleep(0.1)


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _handle_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _raise_stopped(_: int, __: FrameType | None) -> None:
    _handle_signals(signal.SIG_IGN)
    raise Stopped


def _print(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
