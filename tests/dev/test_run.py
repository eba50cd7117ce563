"""`make run`, from nothing to Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

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


@pytest.mark.slow
def test_everything_starts_serves_and_stops(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    port = free_port()
    printed = []
    with make_run(tmp_path, port) as process:
        assert process.stdout
        for line in process.stdout:
            printed.append(line)
            if line.startswith("Ctrl-C"):
                break
        output = "".join(printed)
        assert f"http://dealer1.localhost:{port}/api/cars" in output
        assert "owner@dealer2.test" in output
        with urlopen(f"http://127.0.0.1:{port}/healthz") as response:
            assert response.status == 200
        page = Request(f"http://127.0.0.1:{port}/admin/login")
        page.add_header("Host", f"dealer1.localhost:{port}")
        with urlopen(page) as response:
            assert 'value="owner@dealer1.test"' in response.read().decode()

        process.send_signal(signal.SIGINT)

        assert process.wait(60) == 0
    sockets = list(tmp_path.glob("postgresql-*/socket"))
    assert sockets == [], "PostgreSQL still runs"


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
