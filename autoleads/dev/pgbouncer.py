"""A PgBouncer for the tests that serve through one: the one that is there, else Debian's package.

`python -m autoleads.dev.pgbouncer` fetches it where there is none, and says so where it cannot.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FETCHED = Path(sys.prefix) / "pgbouncer"
"""In the virtual environment, with which it goes."""
PLACES = "/usr/local/sbin:/usr/sbin"
"""Where packages install it; not everybody has them on the PATH."""
LIBRARIES = re.compile(r"Depends: (libevent-[\w.-]+|libc-?ares[\w.-]*)")
"""Its libraries that a bare system may lack."""
FETCH_TIMEOUT = 120.0


def find_pgbouncer(fetched: Path = FETCHED) -> Path | None:
    """Return the program that is installed, or the fetched one."""
    if path := shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:{PLACES}"):
        return Path(path)
    program = fetched / "usr" / "sbin" / "pgbouncer"
    return program if program.is_file() and _runs(program, fetched) else None


def fetch_pgbouncer(fetched: Path = FETCHED) -> None:
    """Unpack Debian's or Ubuntu's package; whether it runs, `find_pgbouncer` says afterwards."""
    depends = _output("apt-cache", "depends", "pgbouncer")
    with tempfile.TemporaryDirectory() as directory:
        packages = ["pgbouncer", *LIBRARIES.findall(depends)]
        _output("apt-get", "download", *packages, cwd=directory)
        for package in sorted(Path(directory).glob("*.deb")):
            _output("dpkg-deb", "--extract", str(package), str(fetched))


def libraries(fetched: Path) -> str:
    """Return the directories of the fetched libraries, as the dynamic linker takes them."""
    return ":".join(str(path) for path in fetched.glob("usr/lib/*-linux-*"))


def _runs(program: Path, fetched: Path) -> bool:
    """Return whether it starts: further libraries may be missing."""
    return bool(_output(str(program), "--version", env={"LD_LIBRARY_PATH": libraries(fetched)}))


def _output(*command: str, **options: Any) -> str:
    """Return what a command prints; nothing if it cannot be run."""
    try:
        result = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=FETCH_TIMEOUT, **options
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    printed: str = result.stdout
    return printed


def main() -> None:
    if find_pgbouncer() is not None or FETCHED.exists():
        return
    print("No PgBouncer here: fetching Debian's package for the tests ...", flush=True)
    fetch_pgbouncer()
    if find_pgbouncer() is None:
        print("It could not be fetched; on Debian: apt-get install pgbouncer.", flush=True)


if __name__ == "__main__":
    main()
