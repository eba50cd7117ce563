"""The files of one PostgreSQL server, and the server that runs on them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from autoleads.dev.postgres.programs import Account, PostgresError, Programs

SHARED_DATA_DIR = Path("/var/lib/autoleads")
"""For data directories that the server's account cannot enter."""
SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 85
"""Bytes of its directory; the system allows 107 for the whole path, macOS 103."""
START_TIMEOUT = 15.0
"""Seconds for a server that still recovers from a crash or still stops."""

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
    """A server reached only through its socket, in a directory that only its account can enter.

    It asks for no password: an account that can enter the directory is trusted.
    """

    programs: Programs
    home: Path
    socket: Path
    durable: bool

    @classmethod
    def of(cls, data_dir: Path, programs: Programs, durable: bool) -> Cluster:
        """Return the cluster of a data directory.

        Its files lie in that directory, or elsewhere if the server's account cannot enter it.
        """
        name = f"postgresql-{programs.major}"
        if programs.can_enter(data_dir):
            home = data_dir / name
        else:
            parent = SHARED_DATA_DIR if durable else Path(tempfile.gettempdir())
            parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            home = parent / f"autoleads-{name}-{_digest(data_dir)}"
        return cls(programs, home, _socket_directory(home), durable)

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.socket))}&port={PORT}"

    def answers(self, role: str = SUPERUSER, database: str = "postgres") -> bool:
        """Tell if the server accepts a connection."""
        try:
            with closing(psycopg2.connect(self.url(role, database))):
                return True
        except psycopg2.OperationalError:
            return False

    def ensure_running(self) -> None:
        """Start the server unless it runs, and create its files first if there are none.

        Raises:
            PostgresError: it does not start.
        """
        if self.answers():
            return
        self._make_directories()
        if not self._data.exists():
            self._initialize()
        self._configure()
        deadline = time.monotonic() + START_TIMEOUT
        while not self.answers():
            try:
                self.programs.run("pg_ctl", "start", "-w", "-s", "-D", self._data, "-l", self._log)
            except PostgresError as error:
                if time.monotonic() > deadline:
                    raise PostgresError(f"{error}\n{self._log_tail()}") from None
                time.sleep(0.1)

    def copy(self, source: Cluster) -> None:
        """Create the files as a copy of a running server, whose changes they will follow.

        Raises:
            PostgresError: they cannot be copied.
        """
        self._make_directories()
        address = source.url(SUPERUSER, "postgres")
        options = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        self.programs.run("pg_basebackup", "--pgdata", self._data, "--dbname", address, *options)

    def process_ids(self) -> list[int]:
        """Return the ids of the running server's processes, the first one's first; on Linux."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def stop(self, *, immediate: bool = False) -> None:
        """Stop the server if it runs; after an immediate stop the next start recovers from it.

        Raises:
            PostgresError: it does not stop.
        """
        mode = "immediate" if immediate else "fast"
        try:
            self.programs.run("pg_ctl", "stop", "-w", "-s", "-m", mode, "-D", self._data)
        except PostgresError:
            if self.answers():
                raise
        shutil.rmtree(self.socket, ignore_errors=True)

    def stop_when_orphaned(self, *locks: int) -> subprocess.Popen[bytes]:
        """Stop the server once this process has died, also by `kill -9`; return what waits."""
        return self.programs.run_when_orphaned(
            locks, "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", self._data
        )

    def remove(self) -> None:
        """Remove the files of a stopped server."""
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _log(self) -> Path:
        return self.home / "server.log"

    def _make_directories(self) -> None:
        for directory in (self.home, self.socket):
            _make_private(directory, self.programs.account)

    def _log_tail(self) -> str:
        if not self._log.exists():
            return ""
        lines = self._log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-5:])

    def _initialize(self) -> None:
        """Create the files under another name first, so that a killed initdb leaves none."""
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"]
        if self.programs.major >= 17:
            options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            options += ["--locale=C.UTF-8"]
        if not self.durable:
            options += ["--no-sync"]
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.programs.run("initdb", "--pgdata", unfinished, *options)
        unfinished.rename(self._data)

    def _configure(self) -> None:
        settings = SETTINGS.format(port=PORT, socket=self.socket)
        if not self.durable:
            settings += UNSAFE_FAST
        (self._data / "postgresql.conf").write_text(settings)


def _socket_directory(home: Path) -> Path:
    """Return a directory beside the data, or in the temporary directory.

    The latter where the path is too long for a socket, or has characters that do not fit in a URL.
    """
    directory = home / "socket"
    is_short = len(os.fsencode(directory)) <= LONGEST_SOCKET_PATH
    if is_short and re.fullmatch(r"[\w./-]+", str(directory), re.ASCII):
        return directory
    return Path(tempfile.gettempdir()) / f"autoleads-{os.geteuid()}-{_digest(home)}"


def _make_private(directory: Path, account: Account | None) -> None:
    """Create a directory that only the server's account can enter, or check an existing one.

    Raises:
        PostgresError: it belongs to another account, or others can enter it.
    """
    owner = account.uid if account else os.geteuid()
    directory.mkdir(mode=0o700, exist_ok=True)
    status = directory.lstat()
    if account and status.st_uid == os.geteuid() and stat.S_ISDIR(status.st_mode):
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)
        status = directory.lstat()
    is_open = bool(stat.S_IMODE(status.st_mode) & 0o077)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or is_open:
        raise PostgresError(
            f"{directory} belongs to another account or is open to others; "
            "move it away or set DATABASE_URL"
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
