"""The tour of the README does what the README says, run as it stands there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 120
EFFECT_SECONDS = 20
REPEATABLE = ("/inbox?", "Origin: ")
"""An auto-reply takes a moment to leave, a change of a dealer 5 seconds to count everywhere."""


@dataclass(frozen=True)
class Step:
    """A command of the tour, and the output that follows it in the README, if any."""

    command: str
    output: str


@dataclass(frozen=True)
class Running:
    """The addresses that `make run` printed."""

    port: int
    fake_fonnte: str


def steps(readme: str) -> list[Step]:
    """Return the indented blocks of the tour, output apart from the command."""
    tour = readme.partition("\n## A tour\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", tour, re.MULTILINE)
    found: list[Step] = []
    for block in blocks:
        for part in re.split(r"\n\n(?=    \S)", block.strip("\n")):
            lines = [line[4:] for line in part.splitlines()]
            is_output = [line.startswith(("[", "{", "HTTP/")) for line in lines]
            start = is_output.index(True) if True in is_output else len(lines)
            found.append(Step("\n".join(lines[:start]), "\n".join(lines[start:])))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """`make run` on a free port, with data of its own, until Ctrl-C ends all of it."""
    tmp_path.chmod(0o755)  # PostgreSQL may run under another account
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "autoleads.dev.run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        printed = read_until(process, "Ctrl-C")
        assert f"http://dealer1.localhost:{port}/api/cars" in printed
        assert "owner@dealer2.test" in printed
        fake_fonnte = re.search(r"http://127\.0\.0\.1:[0-9]+", printed)
        assert fake_fonnte, printed
        yield Running(port, fake_fonnte[0])
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert list(tmp_path.glob("postgresql-*/socket")) == [], "PostgreSQL still runs"


def read_until(process: subprocess.Popen[str], word: str) -> str:
    """Return what a process prints up to a word."""
    assert process.stdout
    deadline = time.monotonic() + START_SECONDS
    printed = ""
    while word not in printed and time.monotonic() < deadline:
        line = process.stdout.readline()
        if not line:
            break
        printed += line
    return printed


def squeezed(text: str) -> str:
    """Return a text without white space, escaped or not: the README breaks long lines."""
    return re.sub(r"\s|\\n", "", text)


def matches(shown: str, printed: str) -> bool:
    """Return whether the output has every piece of the README's, `…` standing for anything."""
    pieces = [re.escape(piece) for piece in squeezed(shown).split("…")]
    return re.fullmatch(".*".join(pieces), squeezed(printed)) is not None


@pytest.mark.slow
def test_the_tour_of_the_readme_runs_as_written(running: Running) -> None:
    login_page = bash(f"curl -s http://dealer1.localhost:{running.port}/admin/login")
    assert 'value="owner@dealer1.test"' in login_page
    assignments = ""
    for step in steps((ROOT / "README.md").read_text("utf-8")):
        command = step.command.replace("http://127.0.0.1:8090", running.fake_fonnte)
        command = command.replace("localhost:8000", f"localhost:{running.port}")
        if not step.output:
            assignments += f"{command}\n"
            # Run once: what a request answered is assigned as text from here on.
            assignments = evaluated(assignments)
            continue
        shown = step.output.replace("localhost:8000", f"localhost:{running.port}")
        printed = run_until(assignments + command, shown)
        assert matches(shown, printed), f"{command}\n{printed}"


def evaluated(assignments: str) -> str:
    """Return assignments of plain text that set what these set."""
    names = re.findall(r"\b([A-Z][A-Z0-9]*)=", assignments)
    declared = bash(f"{assignments}declare -p {' '.join(dict.fromkeys(names))}")
    return f"{declared}\n"


def run_until(script: str, shown: str) -> str:
    """Run a script, again while its output is not the one shown: some effects take a moment."""
    deadline = time.monotonic() + EFFECT_SECONDS
    repeatable = any(word in script for word in REPEATABLE)
    printed = bash(script)
    while repeatable and not matches(shown, printed) and time.monotonic() < deadline:
        time.sleep(0.3)
        printed = bash(script)
    return printed


def bash(script: str) -> str:
    result = subprocess.run(
        ["bash", "-eu", "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    return result.stdout
