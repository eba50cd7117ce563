"""A PostgreSQL that needs no installing, shared by all who use a data directory; the last one to leave stops it."""

from __future__ import annotations

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg2
from psycopg2 import sql

from autoleads.dev.postgres.cluster import SUPERUSER, Cluster
from autoleads.dev.postgres.programs import find_programs

DATABASE = "autoleads"
OWNER = "autoleads_owner"
APP = "autoleads_app"
ROLE_OPTIONS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
"""No role can step around row-level security, the owner of the tables included."""


@dataclass(frozen=True)
class Urls:
    """The addresses of one database."""

    app: str
    """The role that serves: rows only."""
    owner: str
    """The role that owns the tables and migrates them."""


class Server:
    """One use of a running server; a context manager that leaves it at the end."""

    def __init__(self, cluster: Cluster, gate: int, users: int) -> None:
        self._cluster = cluster
        self._gate = gate
        self._users = users
        self._process = os.getpid()
        self._left = False

    @property
    def urls(self) -> Urls:
        """The database `autoleads`."""
        return self._urls(DATABASE)

    @property
    def superuser_dsn(self) -> str:
        """For tests that look behind the curtain; never the application's."""
        return self._cluster.url(SUPERUSER, "postgres")

    def create_database(self, name: str, template: str | None = None) -> Urls:
        """Create a database that the owner owns, empty or as a copy of another that nobody is connected to."""
        command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
        )
        self._execute("postgres", command)
        if template is None:
            self._grant_rows(name)
        return self._urls(name)

    def drop_database(self, name: str) -> None:
        """Drop the database if it exists, whoever is connected to it."""
        self._execute(
            "postgres",
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
        )

    def restart(self, *, immediate: bool) -> None:
        """Stop the server under its users' feet, immediately as in a crash, and start it again."""
        self._cluster.stop(immediate=immediate)
        self._cluster.ensure_running()

    def stop_if_last(self) -> None:
        """Leave the server; without other users it is stopped, and a server that is not durable is removed.

        In a forked child this does nothing: the use is its parent's.
        """
        if self._left or os.getpid() != self._process:
            return
        self._left = True
        with _locked(self._gate):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._cluster.stop()
                if not self._cluster.durable:
                    self._cluster.remove()
            os.close(self._users)
        os.close(self._gate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop_if_last()

    def bootstrap(self) -> None:
        """Make the roles and the database, unless they are there."""
        for role in (OWNER, APP):
            if not self._exists("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                self._execute(
                    "postgres",
                    sql.SQL(f"CREATE ROLE {{}} {ROLE_OPTIONS}").format(sql.Identifier(role)),
                )
        if not self._exists("SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            self.create_database(DATABASE)

    def _urls(self, database: str) -> Urls:
        return Urls(app=self._cluster.url(APP, database), owner=self._cluster.url(OWNER, database))

    def _grant_rows(self, database: str) -> None:
        """Let the serving role read and write rows of whatever the owner will create; copies inherit it."""
        for privileges, objects in (
            ("USAGE", "SCHEMAS"),
            ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
            ("USAGE, SELECT", "SEQUENCES"),
        ):
            command = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {privileges} ON {objects} TO {APP}"
            self._execute(database, sql.SQL(command))

    def _execute(self, database: str, command: sql.Composable) -> None:
        with closing(psycopg2.connect(self._cluster.url(SUPERUSER, database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(command)

    def _exists(self, query: str, name: str) -> bool:
        with (
            closing(psycopg2.connect(self.superuser_dsn)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, (name,))
            return cursor.fetchone() is not None


def start(data_dir: Path, *, durable: bool = True) -> Server:
    """Start the data directory's server or join it.

    A server that is not durable is for tests: it forgets what it did not write when it crashes, and its files
    go with its last user.

    Raises:
        PostgresError: there is no PostgreSQL, or it does not start.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    gate = _open(data_dir / "postgresql.lock")
    users = _open(data_dir / "postgresql.users")
    try:
        with _locked(gate):
            # Shared, and let go by the system itself when the process dies: a kill -9 leaves no user behind.
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster = Cluster.of(data_dir, find_programs(), durable)
            cluster.ensure_running()
            server = Server(cluster, gate, users)
            server.bootstrap()
            return server
    except BaseException:
        os.close(users)
        os.close(gate)
        raise


_development: dict[Path, Server] = {}


def ensure_development_database(data_dir: Path) -> Urls:
    """The addresses of the development database, whose server runs until its last user has ended."""
    data_dir = data_dir.resolve()
    if data_dir not in _development:
        _development[data_dir] = server = start(data_dir)
        atexit.register(server.stop_if_last)
    return _development[data_dir].urls


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Starting, joining and stopping are one at a time."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
