"""A throw-away deployment: a durable PostgreSQL, web and worker processes, production settings, loopback only."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
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
from autoleads.extensions import db
from benchmarks import processor
from config import Config

ROOT = Path(__file__).parents[1]
DOMAIN = "bench.test"
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "PG_BINDIR", "COVERAGE_PROCESS_START")
UNTIL_READY = 30.0
UNTIL_KILLED = 25.0
"""Seconds; a worker finishes what it sends within 20."""

# On, and keep_attempt, but never reached.
LIMITS = {
    f"LIMIT_{name}": "100000000/minute" for name in ("PUBLIC", "WEBHOOK", "LOGIN_IP", "LOGIN_ACCOUNT_AND_IP", "LOGIN_ACCOUNT")
}  # fmt: skip


@dataclass(frozen=True)
class Deployment:
    """What runs, and the settings it runs with."""

    server: postgres.Server
    directory: Path
    port: int
    env: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def app(self) -> Flask:
        """The application in this process, for preparing and looking at data."""
        return create_app(Config.from_env({**self.env, "LOG_LEVEL": "ERROR"}))

    def migrate(self) -> None:
        with self.app().app_context():
            upgrade()
            db.engine.dispose()

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Run one statement as a superuser, past row-level security; its rows, if it gives any."""
        with closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return cursor.fetchall() if cursor.description else []

    def database_pid(self) -> int:
        """The process all others of the server descend from."""
        with closing(self._connect()) as connection:
            return processor.parent(connection.info.backend_pid)

    def flask(self, *arguments: str) -> None:
        """Run one of the application's commands to its end."""
        if self._start("flask", self._flask(*arguments)).wait():
            raise RuntimeError(self.log_tail("flask"))

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self._flask("worker"))

    def start_web(self, workers: int = 2) -> subprocess.Popen[bytes]:
        """gunicorn as in production, once it answers."""
        options = [
            "-c",
            "gunicorn.conf.py",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            str(workers),
        ]
        process = self._start("web", [sys.executable, "-m", "gunicorn", *options, "wsgi:app"])
        deadline = time.monotonic() + UNTIL_READY
        while (status := self._status("/readyz")) != http.HTTPStatus.OK:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"the web server does not get ready ({status}):\n{self.log_tail('web')}"
                )
            time.sleep(0.1)
        return process

    def stop(self) -> None:
        """Ask all processes to finish, then make sure."""
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + UNTIL_KILLED
        for process in self.processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def log_tail(self, name: str) -> str:
        return "\n".join(
            (self.directory / f"{name}.log").read_text(errors="replace").splitlines()[-20:]
        )

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(self.server.superuser_dsn, dbname=postgres.DATABASE)

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.directory / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
        return process

    def _flask(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]

    def _status(self, path: str) -> int | None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return None


@contextmanager
def deployment(fonnte_url: str = "http://127.0.0.1:9") -> Iterator[Deployment]:
    """Migrated and empty; all of it is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="autoleads-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # for the account that root lends to PostgreSQL
        with postgres.start(directory) as server:
            port = _free_port()
            started = Deployment(
                server, directory, port, _environment(server.urls, directory, port, fonnte_url)
            )
            try:
                started.migrate()
                yield started
            finally:
                started.stop()


def _environment(
    urls: postgres.Urls, directory: Path, port: int, fonnte_url: str
) -> dict[str, str]:
    ours = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return ours | LIMITS | {
        "APP_ENV": "production",
        "DATABASE_URL": urls.app,
        "MIGRATION_DATABASE_URL": urls.owner,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "BASE_DOMAIN": DOMAIN,
        "DATA_DIR": str(directory),
        "PORT": str(port),
        "FONNTE_URL": fonnte_url,
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
