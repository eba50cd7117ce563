"""Processes that print with their names and end together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autoleads.dev import children as module
from autoleads.dev.children import ROOT, ChildEnded, Children, Command
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

# Ignores SIGTERM and has a child; both hold a pipe open for as long as they live.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: print("asked", flush=True))
alive = os.open(os.environ["ALIVE"], os.O_WRONLY)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[alive])
os.write(alive, b"both")
while True: time.sleep(60)
"""


def python(name: str, code: str, **env: str) -> Command:
    return Command(name, (sys.executable, "-c", code), env)


def wait_for_end(children: Children) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        children.check()
        time.sleep(0.02)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[Children]:
    monkeypatch.setattr(module, "STOP_TIMEOUT", 1.0)
    children = Children(os.environ)
    yield children
    children.stop()


def test_printed_lines_begin_with_the_name(
    children: Children, capfd: pytest.CaptureFixture[str]
) -> None:
    children.start(python("web", "import os; print('hello', os.environ['WHOM'])", WHOM="Budi"))
    with pytest.raises(ChildEnded, match="exit code 0"):
        wait_for_end(children)
    children.stop()
    assert capfd.readouterr().out == "web    | hello Budi\n"


def test_a_process_that_ends_is_named_with_its_exit_code(children: Children) -> None:
    children.start(python("worker", "import time; time.sleep(60)"))
    children.check()

    children.start(python("web", "raise SystemExit(3)"))
    with pytest.raises(ChildEnded, match="web ended with exit code 3"):
        wait_for_end(children)


def test_a_killed_process_is_named_with_its_signal(children: Children) -> None:
    children.start(python("web", "import os; os.kill(os.getpid(), 9)"))
    with pytest.raises(ChildEnded, match="web ended with SIGKILL"):
        wait_for_end(children)


def test_stop_kills_processes_that_ignore_sigterm_and_their_children(
    children: Children, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "alive")
    children.start(python("web", STUBBORN, ALIVE=str(tmp_path / "alive")))
    with (tmp_path / "alive").open("rb", buffering=0) as alive:
        assert alive.read(4) == b"both"
        children.stop()
        os.set_blocking(alive.fileno(), False)
        time.sleep(0.1)
        assert alive.read(1) == b"", "a process still holds the other end"
    assert "asked" in capfd.readouterr().out


PARENT = """
import os, signal, sys, time
from autoleads.dev.children import Children, Command
child = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
Children(dict(os.environ)).start(Command("child", (sys.executable, "-c", child, sys.argv[1])))
while not os.path.exists(sys.argv[1]) or not os.path.getsize(sys.argv[1]):
    time.sleep(0.05)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    written = tmp_path / "pid"
    subprocess.run((sys.executable, "-c", PARENT, str(written)), cwd=ROOT, check=False)

    pid = int(written.read_text())
    wait_until(lambda: not _is_running(pid), 10)


def _is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
