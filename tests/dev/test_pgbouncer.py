"""The tests that serve through PgBouncer find one, or are left out in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autoleads.dev import pgbouncer
from autoleads.dev.pgbouncer import find_pgbouncer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COLLECT = """
import sys
from autoleads.dev import pgbouncer
pgbouncer.find_pgbouncer = lambda: None
import pytest
sys.exit(pytest.main(["--collect-only", "tests/database/test_pgbouncer.py"]))
"""


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The directory for a fetched one, on a machine where none is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pgbouncer, "PLACES", str(tmp_path))
    return tmp_path / "fetched"


def unpacked(directory: Path, script: str) -> Path:
    """Make what an unpacked package looks like."""
    program = directory / "usr" / "sbin" / "pgbouncer"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def test_a_fetched_one_that_runs_is_used(fetched: Path) -> None:
    program = unpacked(fetched, "echo PgBouncer 1.18.0")

    assert find_pgbouncer(fetched) == program


def test_a_fetched_one_whose_libraries_are_missing_is_not_used(fetched: Path) -> None:
    unpacked(fetched, "exit 127")

    assert find_pgbouncer(fetched) is None


def test_where_nothing_can_be_fetched_it_says_what_to_install(
    fetched: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pgbouncer, "FETCHED", fetched)

    pgbouncer.main()

    assert "apt-get install pgbouncer" in capsys.readouterr().out


def collect(**env: str) -> subprocess.CompletedProcess[str]:
    """Collect the tests in a process that finds none."""
    return subprocess.run(
        [sys.executable, "-c", COLLECT],
        cwd=ROOT,
        env={"PATH": "/nowhere", "HOME": os.environ["HOME"], "APP_ENV": "test", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_one_its_tests_are_left_out_in_words() -> None:
    result = collect()

    assert "Left out: the tests that serve through PgBouncer" in result.stdout
    assert "deselected" in result.stdout


def test_where_a_change_is_judged_none_is_left_out() -> None:
    result = collect(CI="true")

    assert result.returncode == 4
    assert "no PgBouncer: install it" in result.stderr + result.stdout
