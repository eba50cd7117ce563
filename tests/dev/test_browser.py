"""The tests of pages find a Chromium, or are left out in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autoleads.dev.browser import find_browser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE_TESTS = "tests/routes/panel/test_password_page.py"


def fetched_program(directory: Path, script: str) -> Path:
    """Make what playwright's download looks like."""
    program = directory / "chromium_headless_shell-1" / "chrome-linux" / "headless_shell"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("nothing_installed")
def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/chrome/chrome")

    assert find_browser(tmp_path) == "/opt/chrome/chrome"


@pytest.mark.usefixtures("nothing_installed")
def test_a_fetched_one_that_runs_is_used(tmp_path: Path) -> None:
    program = fetched_program(tmp_path, "exit 0")

    assert find_browser(tmp_path) == str(program)


@pytest.mark.usefixtures("nothing_installed")
def test_a_fetched_one_whose_libraries_are_missing_is_not_used(tmp_path: Path) -> None:
    fetched_program(tmp_path, "exit 127")

    assert find_browser(tmp_path) is None


def collect(**env: str) -> subprocess.CompletedProcess[str]:
    """Collect tests of pages in a process that finds no browser."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", PAGE_TESTS],
        cwd=ROOT,
        env={"PATH": "/nowhere", "HOME": os.environ["HOME"], "APP_ENV": "test", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_browser_tests_of_pages_are_left_out_in_words() -> None:
    result = collect()

    assert "Left out: the tests of pages, which need a Chromium." in result.stdout
    assert "deselected" in result.stdout


def test_where_a_change_is_judged_none_is_left_out() -> None:
    result = collect(CI="true")

    assert result.returncode == 4
    assert "no Chromium: install it" in result.stderr + result.stdout
