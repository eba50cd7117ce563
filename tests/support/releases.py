"""The code of the previous release, which runs beside the next one while that rolls out."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.support.left_out import leave_out

ROOT = Path(__file__).parents[2]
PREVIOUS = "5bbfddb"
"""The commit that was last released; a release sets it to its own."""
LEFT_OUT = (
    "Left out: the test of the previous release's code, which needs Git and the project's history."
)


def has_history() -> bool:
    """Return whether Git and the previous release's commit are here."""
    return shutil.which("git") is not None and bool(_git("rev-parse", "--verify", PREVIOUS))


def unpack_previous(directory: Path) -> None:
    """Write the files of the previous release."""
    files = _git("archive", "--format=tar", PREVIOUS, "autoleads", "migrations", "*.py")
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        archive.extractall(directory, filter="data")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs history where there is none, but never where a change is judged."""
    needing = [item for item in items if item.get_closest_marker("needs_history")]
    if needing and not has_history():
        leave_out(config, items, needing, "no history: clone the whole of it")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not has_history():
        terminalreporter.write_line(LEFT_OUT)


def _git(*words: str) -> bytes:
    result = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    return result.stdout
