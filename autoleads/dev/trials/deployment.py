"""A throw-away deployment: durable PostgreSQL, web and worker processes, production settings."""

from __future__ import annotations

import http.client
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade

from autoleads import create_app
from autoleads.dev import postgres
from autoleads.dev.ports import free_port
from autoleads.extensions import db
from config import Config

ROOT = Path(__file__).parents[3]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py")
DOMAIN = "bench.test"
NO_GATEWAY = "http://127.0.0.1:9"
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PG_BINDIR", "COVERAGE_PROCESS_START")
READY_TIMEOUT = 60.0
STOP_TIMEOUT = 25.0
"""Seconds; a worker may take 20 to finish what it sends."""
UNREACHED_LIMIT = "100000000/minute"
"""Rate limits stay on, so that their cost is measured."""
LIMITS = (
    "PUBLIC",
    "WEBHOOK",
    "LOGIN_IP",
    "LOGIN_ACCOUNT",
    "LOGIN_ACCOUNT_AND_IP",
    "PASSWORD_CHANGE",
    "ADMIN_WRITE",
    "PROBE",
    "READINESS",
)


@dataclass(frozen=True)
class Deployment:
    """A database, the processes that use it, and the settings they run with."""

    server: postgres.Server
    directory: Path
    port: int
    env: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def app(self) -> Flask:
        """Return the application in this process, to prepare and inspect data."""
        return create_app(Config.from_env({**self.env, "LOG_LEVEL": "ERROR"}))

    def migrate(self) -> None:
        with self.app().app_context():
            upgrade()
            db.engine.dispose()

    def query(
        self, statement: str, *parameters: Any, database: str = postgres.DATABASE
    ) -> list[tuple[Any, ...]]:
        """Run one statement as a superuser, past row-level security, and return its rows."""
        connection = psycopg2.connect(self.server.superuser_dsn, dbname=database)
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return cursor.fetchall() if cursor.description else []

    def flask(self, *arguments: str) -> None:
        """Run one of the application's commands to its end.

        Raises:
            RuntimeError: it failed.
        """
        if self._start("flask", *FLASK, *arguments).wait():
            raise RuntimeError(self._log_tail("flask"))

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", *FLASK, "worker")

    def start_web(self, workers: int = 2, *options: str) -> subprocess.Popen[bytes]:
        """Start gunicorn as in production and wait until it is ready.

        Raises:
            RuntimeError: it ended or did not become ready in time.
        """
        bind = f"127.0.0.1:{self.port}"
        options = ("--bind", bind, "--workers", str(workers), *options)
        process = self._start("web", *GUNICORN, *options, "wsgi:app")
        deadline = time.monotonic() + READY_TIMEOUT
        while (status := self._status("/readyz")) != http.HTTPStatus.OK:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"web is not ready ({status}):\n{self._log_tail('web')}")
            time.sleep(0.1)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process as a crash would."""
        process.kill()
        process.wait()
        self.processes.remove(process)

    def stop(self) -> None:
        """Ask all processes to finish, and kill those that do not in time."""
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        for process in self.processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.directory / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
        return process

    def _log_tail(self, name: str) -> str:
        lines = (self.directory / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-20:])

    def _status(self, path: str) -> int | None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return None


@contextmanager
def deployment(fonnte_url: str = NO_GATEWAY) -> Iterator[Deployment]:
    """Yield a migrated, empty deployment without processes; remove everything at the end."""
    with tempfile.TemporaryDirectory(prefix="autoleads-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # the account that runs PostgreSQL for root must enter it
        with postgres.start(directory) as server:
            port = free_port()
            env = _environment(server.urls, directory, port, fonnte_url)
            deployed = Deployment(server, directory, port, env)
            try:
                deployed.migrate()
                yield deployed
            finally:
                deployed.stop()


def _environment(
    urls: postgres.Urls, directory: Path, port: int, fonnte_url: str
) -> dict[str, str]:
    env = {name: os.environ[name] for name in INHERITED if name in os.environ}
    for name in LIMITS:
        env[f"LIMIT_{name}"] = UNREACHED_LIMIT
    return env | urls.variables | {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "BASE_DOMAIN": DOMAIN,
        "DATA_DIR": str(directory),
        "PORT": str(port),
        "FONNTE_URL": fonnte_url,
    }  # fmt: skip
