"""The programs of `python -m benchmarks` start, explain themselves and write what they measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAMES = {
    "compare",
    "scale",
    "faults",
    "soak",
    "crash",
    "storm",
    "attacks",
    "identity",
    "queue",
    "understanding",
}
SHORT = ["--rounds", "1", "--seconds", "0.3", "--warm-up", "0.1", "--connections", "2"]
SMALL = ["--dealers", "2", "--workers", "1", "--scenarios", "list", "webhook"]


def benchmarks(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_programs_are_listed() -> None:
    listed = benchmarks("--help").splitlines()

    assert {line.split()[0] for line in listed if line.startswith("  ")} == NAMES


@pytest.mark.parametrize("name", ["scale", "faults", "soak"])
def test_a_program_explains_itself(name: str) -> None:
    assert benchmarks(name, "--help").startswith(f"usage: python -m benchmarks {name}")


def test_a_short_comparison_is_written(tmp_path: Path) -> None:
    benchmarks("compare", *SHORT, *SMALL, "--output", str(tmp_path))

    written = json.loads((tmp_path / "compare.json").read_text())
    scenarios = written["products"]["ours, gunicorn"]["scenarios"]
    assert [each["scenario"] for each in scenarios] == ["list", "webhook"]
    assert all(each["throughput"] > 0 and each["failed"] == 0 for each in scenarios)
    assert (tmp_path / "compare.svg").read_text().startswith("<?xml")
