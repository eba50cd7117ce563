"""The products that are compared: ours under each server, and others from a directory.

The directory has `load/targets.toml`, which says how each product is started, and `load/load.py`,
which fills the database that the variable DSN names.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autoleads.dev import postgres
from autoleads.dev.ports import free_port
from autoleads.dev.trials.dealers import Dealer, Volume
from autoleads.dev.trials.deployment import GUNICORN, ROOT, STOP_TIMEOUT, Deployment
from autoleads.dev.trials.traffic import Target, Words

START_TIMEOUT = 60.0
PEERS_DATABASE = "peers"
PEERS_WORDS = Words(
    min_price="min_price",
    max_price="max_price",
    cheapest_first="price_asc",
    webhook="/webhook/fonnte",
    token_field="token",
    admin="admin@dealer{number}.test",
    password="rahasia-123",
    new_car={"fuelType": "bensin", "bodyType": "MPV", "photos": []},
)
RESET = """
    DELETE FROM outbox; DELETE FROM messages WHERE inbox_id NOT LIKE 'old-%';
    DELETE FROM contacts WHERE phone LIKE '+62857%';
    DELETE FROM cars WHERE length(display_code) = 9; DELETE FROM sessions
"""
PEERS_RESET = f"""
    SET session_replication_role = replica;
    DELETE FROM messages WHERE id > (SELECT count(*) FROM tenants) * {Volume.messages};
    DELETE FROM leads WHERE id > (SELECT count(*) FROM tenants) * {Volume.leads};
    DELETE FROM cars WHERE length(display_code) = 9
"""


@dataclass(frozen=True)
class Started:
    """A product that serves."""

    pid: int
    seconds: float
    """From the start of its process to its first response."""


@dataclass(frozen=True)
class Product:
    """A product to measure: a command that serves, and where and how it is asked."""

    name: str
    command: tuple[str, ...]
    directory: Path
    env: dict[str, str]
    log: Path
    health: str
    target: Target
    reset: str
    """The statements that delete what a scenario wrote."""
    database: str

    @contextmanager
    def started(self) -> Iterator[Started]:
        """Start it, wait until it responds, and stop it at the end.

        Raises:
            RuntimeError: it ended or did not respond in time.
        """
        begin = time.monotonic()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command,
                cwd=self.directory,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            while not self._responds():
                if process.poll() is not None or time.monotonic() > begin + START_TIMEOUT:
                    raise RuntimeError(f"{self.name} does not start; see {self.log}")
                time.sleep(0.01)
            yield Started(process.pid, time.monotonic() - begin)
        finally:
            _stop(process)

    def delete_written(self, deployed: Deployment) -> None:
        """Let the next scenario find the same rows."""
        for statement in (self.reset, "VACUUM ANALYZE", "CHECKPOINT"):
            deployed.query(statement, database=self.database)

    def _responds(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.target.port, timeout=5)
        try:
            connection.request("GET", self.health, headers={"Host": self.target.dealers[0].host})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def ours(deployed: Deployment, target: Target, workers: int) -> list[Product]:
    """Return our product under gunicorn, and under granian where there is one."""
    port = str(target.port)
    servers = {"gunicorn": [*GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]}
    if granian := _find_granian():
        options = "--interface wsgi --http 1 --no-ws --blocking-threads 4 --backpressure 64"
        address = ["--host", "127.0.0.1", "--port", port, "--workers", str(workers)]
        servers["granian"] = [*granian, *options.split(), "--log-level", "error", *address]
    return [
        Product(
            name=f"ours, {server}",
            command=(*command, "wsgi:app"),
            directory=ROOT,
            env={**deployed.env, "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
            log=deployed.directory / f"{server}.log",
            health="/healthz",
            target=target,
            reset=RESET,
            database=postgres.DATABASE,
        )
        for server, command in servers.items()
    ]


def load_peers(deployed: Deployment, directory: Path, names: list[str]) -> list[Product]:
    """Fill a database for the peers, and return those that are named."""
    deployed.server.create_database(PEERS_DATABASE)
    dsn = deployed.server.superuser_dsn.replace("/postgres?", f"/{PEERS_DATABASE}?")
    python = directory / "venv/bin/python"
    if not python.exists():
        python = Path(sys.executable)
    env = {**os.environ, "DSN": dsn}
    subprocess.run([python, directory / "load/load.py"], env=env, check=True)
    specs = tomllib.loads((directory / "load/targets.toml").read_text())
    dealers = [
        Dealer(number, f"dealer{number}.autoleads.com", f"62811{number:07}", secret="")
        for number in range(1, Volume.dealers + 1)
    ]
    return [_peer(deployed, directory, name, specs[name], env, dealers) for name in names]


def _peer(
    deployed: Deployment,
    directory: Path,
    name: str,
    spec: dict[str, Any],
    env: dict[str, str],
    dealers: list[Dealer],
) -> Product:
    port = free_port()
    settings = {key: str(value) for key, value in spec.get("env", {}).items()}
    # SQLAlchemy names its driver in the address.
    settings["DSN"] = env["DSN"].replace("postgresql", spec.get("scheme", "postgresql"), 1)
    return Product(
        name=name,
        command=("bash", "-c", f"exec {spec['cmd']}"),
        directory=directory / spec["cwd"],
        env={**env, **settings, "PORT": str(port)},
        log=deployed.directory / f"{name}.log",
        health="/health",
        target=Target(port, dealers, Volume.leads, PEERS_WORDS),
        reset=PEERS_RESET,
        database=PEERS_DATABASE,
    )


def _find_granian() -> list[str] | None:
    if find_spec("granian"):
        return [sys.executable, "-m", "granian"]
    if program := shutil.which("granian"):
        return [program]
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask its whole group to end, since a shell may have started the server."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
