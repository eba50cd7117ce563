"""`make run` where it cannot work; the tour of the README runs it where it can."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autoleads.dev.ports import free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@contextmanager
def make_run(data_dir: Path, port: int | str) -> Iterator[subprocess.Popen[str]]:
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "autoleads.dev.run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield process
        process.kill()


def test_a_port_in_use_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("", 0)) as other:
        port = other.getsockname()[1]
        with make_run(tmp_path, port) as process:
            output, _ = process.communicate()

    assert process.returncode == 1
    assert output == f"autoleads: port {port} cannot be used; try another: PORT=8001 make run\n"


def test_a_malformed_port_is_an_error(tmp_path: Path) -> None:
    with make_run(tmp_path, "http") as process:
        output, _ = process.communicate()

    assert process.returncode == 1
    assert output == "autoleads: PORT must be a whole number from 1 to 65535\n"


def test_a_data_directory_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    with make_run(occupied / "var", free_port()) as process:
        output, _ = process.communicate()

    assert process.returncode == 1
    assert output == f"autoleads: DATA_DIR {occupied}/var cannot be used: Not a directory\n"
