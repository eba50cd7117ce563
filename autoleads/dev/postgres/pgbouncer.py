"""A PgBouncer in front of the embedded server, for tests that serve through it."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from autoleads.dev.pgbouncer import FETCHED, find_pgbouncer, libraries
from autoleads.dev.ports import free_port
from autoleads.dev.postgres.cluster import PORT, Cluster
from autoleads.dev.postgres.programs import PostgresError

START_TIMEOUT = 10.0

SETTINGS = """\
[databases]
* = host={socket} port={server_port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {pool_size}
query_wait_timeout = 10
logfile = {log}
"""


class PgBouncer:
    """One in transaction mode on the loopback address, with few connections to the server."""

    def __init__(self, cluster: Cluster, pool_size: int) -> None:
        self._cluster = cluster
        self._pool_size = pool_size
        self._port = free_port()
        self._password = secrets.token_urlsafe(24)
        self._log = cluster.home / f"pgbouncer-{self._port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self._password}@127.0.0.1:{self._port}/{quote(database)}"

    def start(self, *roles: str) -> None:
        """Start it for these roles.

        Raises:
            PostgresError: it is not found or does not start.
        """
        program = find_pgbouncer()
        if program is None:
            raise PostgresError("No PgBouncer found: install it, on Debian the package pgbouncer")
        users = "".join(f'"{role}" "{self._password}"\n' for role in roles)
        settings = SETTINGS.format(
            socket=self._cluster.socket,
            server_port=PORT,
            port=self._port,
            users=self._write("users", users),
            pool_size=self._pool_size,
            log=self._log,
        )
        self._process = self._cluster.programs.start(
            program, "--quiet", self._write("ini", settings), libraries=libraries(FETCHED)
        )
        deadline = time.monotonic() + START_TIMEOUT
        while not self._accepts():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise PostgresError(f"{program} does not start: {self.log()[-500:]}")
            time.sleep(0.02)

    def log(self) -> str:
        """Return what it has logged."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(START_TIMEOUT)

    def _write(self, kind: str, content: str) -> Path:
        """Write a file beside the server's own, in a directory that only its account can enter."""
        path = self._cluster.home / f"pgbouncer-{self._port}.{kind}"
        path.write_text(content)
        return path

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0
