"""One PostgreSQL server's files, and the server on them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from autoleads.dev.postgres.programs import Account, PostgresError, Programs

STATE = Path("/var/lib/autoleads")
SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 85
"""Bytes of its directory; the system allows 107 for all of it, macOS 103."""
PATIENCE = 15.0
"""Seconds for a server that is starting, recovering or stopping in another process's hands."""

SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
"""
UNSAFE_FAST = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@dataclass(frozen=True)
class Cluster:
    """A server that only its socket's directory leads to: who can enter that is trusted."""

    programs: Programs
    home: Path
    socket: Path
    durable: bool

    @classmethod
    def of(cls, data_dir: Path, programs: Programs, durable: bool) -> Cluster:
        """The cluster that belongs to a data directory; elsewhere if the server's account cannot enter that."""
        name = f"postgresql-{programs.major}"
        if not programs.reaches(data_dir):
            shelter = STATE if durable else Path(tempfile.gettempdir())
            shelter.mkdir(mode=0o755, parents=True, exist_ok=True)
            data_dir, name = shelter, f"autoleads-{name}-{_digest(data_dir)}"
        home = data_dir / name
        return cls(programs, home, _socket_directory(home), durable)

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.socket))}&port={PORT}"

    def answers(self) -> bool:
        try:
            with closing(psycopg2.connect(self.url(SUPERUSER, "postgres"))):
                return True
        except psycopg2.OperationalError:
            return False

    def ensure_running(self) -> None:
        """Start the server unless it runs; its files are made first if there are none.

        Raises:
            PostgresError: it does not come up.
        """
        if self.answers():
            return
        for directory in (self.home, self.socket):
            _make_private(directory, self.programs.account)
        if not self._data.exists():
            self._initialize()
        self._configure()
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            try:
                self.programs.run("pg_ctl", "start", "-w", "-s", "-D", self._data, "-l", self._log)
            except PostgresError as error:
                if time.monotonic() > deadline:
                    raise PostgresError(f"{error}\n{self._log_tail()}") from None
                time.sleep(0.1)

    def stop(self, *, immediate: bool = False) -> None:
        """Stop the server, unless it is down; an immediate stop is a crash from which the next start recovers."""
        mode = "immediate" if immediate else "fast"
        try:
            self.programs.run("pg_ctl", "stop", "-w", "-s", "-m", mode, "-D", self._data)
        except PostgresError:
            if self.answers():
                raise
        shutil.rmtree(self.socket, ignore_errors=True)

    def remove(self) -> None:
        """Remove the files of a stopped server."""
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _log(self) -> Path:
        return self.home / "server.log"

    def _log_tail(self) -> str:
        return (
            "\n".join(self._log.read_text(errors="replace").splitlines()[-5:])
            if self._log.exists()
            else ""
        )

    def _initialize(self) -> None:
        """Make the files under another name first: a killed initdb leaves no half of them behind."""
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", *locale]
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.programs.run(
            "initdb", "--pgdata", unfinished, *options, *([] if self.durable else ["--no-sync"])
        )
        unfinished.rename(self._data)

    def _configure(self) -> None:
        settings = SETTINGS.format(port=PORT, socket=self.socket) + (
            "" if self.durable else UNSAFE_FAST
        )
        (self._data / "postgresql.conf").write_text(settings)


def _socket_directory(home: Path) -> Path:
    """Beside the data, or in the temporary directory where that path is too long or has characters a URL may trip over."""
    directory = home / "socket"
    if len(os.fsencode(directory)) <= LONGEST_SOCKET_PATH and re.fullmatch(
        r"[\w./-]+", str(directory), re.ASCII
    ):
        return directory
    return Path(tempfile.gettempdir()) / f"autoleads-{os.geteuid()}-{_digest(home)}"


def _make_private(directory: Path, account: Account | None) -> None:
    """Make the directory for the server's account alone, or make sure that it is so.

    Raises:
        PostgresError: someone else made it.
    """
    owner = account.uid if account else os.geteuid()
    directory.mkdir(mode=0o700, exist_ok=True)
    status = directory.lstat()
    if account and status.st_uid == os.geteuid() and stat.S_ISDIR(status.st_mode):
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)
        status = directory.lstat()
    if (
        not stat.S_ISDIR(status.st_mode)
        or status.st_uid != owner
        or stat.S_IMODE(status.st_mode) & 0o077
    ):
        raise PostgresError(
            f"{directory} belongs to another account or is open to others; move it away or set DATABASE_URL"
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
