"""What `make run` does with its children: they begin together and end together."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autoleads.dev.run import Children, Command, Failed

# Has a process of its own and goes on when asked to end; the two hold a pipe open for as long as they live.
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
    monkeypatch.setattr("autoleads.dev.run.UNTIL_KILLED", 1.0)
    children = Children(os.environ)
    yield children
    children.stop()


def test_what_they_print_carries_their_name(
    children: Children, capfd: pytest.CaptureFixture[str]
) -> None:
    children.start(python("web", "import os; print('hello', os.environ['WHOM'])", WHOM="buyer"))
    with pytest.raises(Failed, match="exit code 0"):
        wait_for_end(children)
    children.stop()
    assert capfd.readouterr().out == "web    | hello buyer\n"


def test_one_that_ends_by_itself_is_the_end_of_all_and_says_how(children: Children) -> None:
    children.start(python("worker", "import time; time.sleep(60)"))
    children.check()

    children.start(python("web", "raise SystemExit(3)"))
    with pytest.raises(Failed, match="web ended with exit code 3"):
        wait_for_end(children)


def test_one_that_is_killed_is_named_with_its_signal(children: Children) -> None:
    children.start(python("web", "import os; os.kill(os.getpid(), 9)"))
    with pytest.raises(Failed, match="web ended with SIGKILL"):
        wait_for_end(children)


def test_no_process_is_left_even_of_those_that_do_not_listen(
    children: Children, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "alive")
    children.start(python("web", STUBBORN, ALIVE=str(tmp_path / "alive")))
    with (tmp_path / "alive").open("rb", buffering=0) as alive:
        assert alive.read(4) == b"both"
        children.stop()
        os.set_blocking(alive.fileno(), False)
        time.sleep(0.1)
        assert alive.read(1) == b"", "nobody holds the other end"
    assert "asked" in capfd.readouterr().out
