"""A Chromium for the tests of pages: the one that is there, else one that playwright fetches.

`python -m autoleads.dev.browser` fetches it where there is none, and says so where it cannot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FETCHED = Path(sys.prefix) / "browsers"
"""In the virtual environment, with which it goes."""
FETCH_TIMEOUT = 600.0


def find_browser(fetched: Path = FETCHED) -> str | None:
    """Return the program that `CHROMIUM` names, one on the PATH, or the fetched one."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    for name in NAMES:
        if path := shutil.which(name):
            return path
    programs = [*fetched.rglob("headless_shell"), *fetched.rglob("chrome-headless-shell")]
    for program in sorted(programs):
        if program.is_file() and _runs(program):
            return str(program)
    return None


def fetch_browser(fetched: Path = FETCHED) -> None:
    """Let playwright fetch a Chromium; whether it runs, `find_browser` says afterwards."""
    command = [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"]
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(fetched)}
    subprocess.run(command, env=env, check=False, timeout=FETCH_TIMEOUT)  # noqa: S603


def _runs(program: Path) -> bool:
    """Return whether it starts: on a bare system its libraries may be missing."""
    try:
        result = subprocess.run(  # noqa: S603
            [program, "--version"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def main() -> None:
    if find_browser() is None and not FETCHED.exists():
        print("No Chromium here: playwright fetches one for the tests of pages ...", flush=True)
        fetch_browser()


if __name__ == "__main__":
    main()
