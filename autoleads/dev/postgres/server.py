"""A PostgreSQL server without installation: one process owns it, others may use it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg2
from psycopg2 import sql

from autoleads.dev.postgres.cluster import SUPERUSER, Cluster
from autoleads.dev.postgres.pgbouncer import PgBouncer
from autoleads.dev.postgres.programs import PostgresError, find_programs
from autoleads.dev.postgres.replica import Replica

DATABASE = "autoleads"
OWNER = "autoleads_owner"
APP = "autoleads_app"
ROLE_OPTIONS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
"""No role can bypass row-level security, not even the one that owns the tables."""
APP_PRIVILEGES = {
    "SCHEMAS": "USAGE",
    "TABLES": "SELECT, INSERT, UPDATE, DELETE",
    "SEQUENCES": "USAGE, SELECT",
}
OWNER_TIMEOUT = 60.0
"""Seconds that the owning process may take to start the server."""


@dataclass(frozen=True)
class Urls:
    """The addresses of one database."""

    app: str
    """For the role that reads and writes rows."""
    owner: str
    """For the role that owns the tables and migrates them."""

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables that lead the application to this database."""
        return {"DATABASE_URL": self.app, "MIGRATION_DATABASE_URL": self.owner}


class Server:
    """A running server; a context manager that stops it at the end if this process owns it."""

    def __init__(self, cluster: Cluster, lock: int | None = None) -> None:
        self._cluster = cluster
        self._lock = lock
        """The descriptor of the lock file, if this process owns the server."""
        self._process = os.getpid()
        self._guard: subprocess.Popen[bytes] | None = None
        """Stops the server if this process dies."""

    def start(self) -> None:
        """Start the server, and let it stop when this process dies.

        Raises:
            PostgresError: it does not start.
        """
        self._cluster.ensure_running()
        assert self._lock is not None
        self._guard = self._cluster.stop_when_orphaned(self._lock)
        self.bootstrap()

    @property
    def urls(self) -> Urls:
        """The addresses of the database `autoleads`."""
        return self._urls(DATABASE)

    @property
    def superuser_dsn(self) -> str:
        """For tests and benchmarks that look past row-level security; never the application's."""
        return self._cluster.url(SUPERUSER, "postgres")

    def create_database(self, name: str, template: str = "template1") -> Urls:
        """Create a database of the owning role as a copy of another that has no connections."""
        command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        names = (sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template))
        self._execute("postgres", command.format(*names))
        return self._urls(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, with the connections to it."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute("postgres", command.format(sql.Identifier(name)))

    def restart(self, *, immediate: bool) -> None:
        """Stop the server while it is used and start it again; an immediate stop is a crash."""
        self._cluster.stop(immediate=immediate)
        self._cluster.ensure_running()

    def start_replica(self, data_dir: Path) -> Replica:
        """Start a server that follows this one."""
        cluster = Cluster.of(data_dir.resolve(), self._cluster.programs, durable=False)
        cluster.copy(self._cluster)
        replica = Replica(cluster)
        replica.start()
        return replica

    def start_pgbouncer(self, pool_size: int) -> PgBouncer:
        """Start a PgBouncer with so many connections to each database."""
        bouncer = PgBouncer(self._cluster, pool_size)
        bouncer.start(APP, OWNER)
        return bouncer

    def stop(self) -> None:
        """Stop the server if this process owns it; remove its files if it is not durable.

        A forked child inherits the lock, but does not own the server.
        """
        if self._lock is None or os.getpid() != self._process:
            return
        self._cluster.stop()
        if self._guard:
            self._guard.kill()
            self._guard.communicate()
        if not self._cluster.durable:
            self._cluster.remove()
        _unlock(self._lock)
        self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def bootstrap(self) -> None:
        """Create the roles and the database unless they exist.

        The database comes last: once it accepts connections, the server is ready for others.
        """
        if self._exists("SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            return
        for role in (OWNER, APP):
            if not self._exists("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                command = sql.SQL(f"CREATE ROLE {{}} {ROLE_OPTIONS}")
                self._execute("postgres", command.format(sql.Identifier(role)))
        # Set on the template, so that every database created from it has these defaults.
        for objects, privileges in APP_PRIVILEGES.items():
            defaults = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}"
            self._execute(
                "template1", sql.SQL(f"{defaults} GRANT {privileges} ON {objects} TO {APP}")
            )
        self.create_database(DATABASE)

    def _urls(self, database: str) -> Urls:
        return Urls(app=self._cluster.url(APP, database), owner=self._cluster.url(OWNER, database))

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
    """Start the server of a data directory, or use the one that another process owns.

    The process that holds the lock file owns the server. When that process dies, its server stops
    and the lock is released; a server that survives all the same is owned by the next process.
    A server that is not durable is for tests: faster, but a crash may damage its data, and its
    files are removed when it stops.

    Raises:
        PostgresError: PostgreSQL is not found or does not start.
    """
    data_dir = data_dir.resolve()
    lock_file = data_dir / "postgresql.lock"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        cluster = Cluster.of(data_dir, find_programs(), durable)
        deadline = time.monotonic() + OWNER_TIMEOUT
        while time.monotonic() < deadline:
            lock = _try_lock(lock_file)
            if lock is not None:
                return _start_as_owner(cluster, lock)
            if cluster.answers(APP, DATABASE):
                return Server(cluster)
            time.sleep(0.05)
    except OSError as error:
        raise PostgresError(f"DATA_DIR {data_dir} cannot be used: {error.strerror}") from error
    raise PostgresError(f"the process that holds {lock_file} does not start PostgreSQL")


def _start_as_owner(cluster: Cluster, lock: int) -> Server:
    server = Server(cluster, lock)
    try:
        server.start()
    except BaseException:
        server.stop()
        raise
    return server


def _try_lock(path: Path) -> int | None:
    """Lock a file and return its descriptor, or None if another process holds the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _unlock(descriptor: int) -> None:
    """Release a lock, which forked children share."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
