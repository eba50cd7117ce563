"""Metrics of several web processes under gunicorn."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from autoleads.dev.trials.deployment import DOMAIN, Deployment, deployment
from autoleads.extensions import db
from tests.support.factories import make_car, make_dealer
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

TOKEN = "a-token-of-the-metrics"
PROCESSES = 2
REQUESTS = 60
Web = tuple[Deployment, subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with deployment() as deployed:
        deployed.env["METRICS_TOKEN"] = TOKEN
        app = deployed.app()
        make_car(make_dealer(app, "dealer-a"))
        with app.app_context():
            db.engine.dispose()
        yield deployed, deployed.start_web(workers=PROCESSES)


def get(deployed: Deployment, path: str, **headers: str) -> http.client.HTTPResponse:
    """Send a request on a connection of its own, which any of the processes may accept."""
    connection = http.client.HTTPConnection("127.0.0.1", deployed.port, timeout=10)
    host = {"Host": f"dealer-a.{DOMAIN}", "Connection": "close"}
    connection.request("GET", path, headers=host | headers)
    return connection.getresponse()


def counted(deployed: Deployment, route: str) -> float:
    """Return the number of requests to a route, as Prometheus reads it."""
    response = get(deployed, "/metrics", Authorization=f"Bearer {TOKEN}")
    text = response.read().decode()
    assert response.status == 200, text
    total = 0.0
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "autoleads_requests_total" and sample.labels["route"] == route:
                total += sample.value
    return total


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of the workers of a gunicorn."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def was_replaced(process: subprocess.Popen[bytes], pid: int, others: set[int]) -> bool:
    """Return whether another worker runs in place of one, beside the others."""
    running = set(children(process))
    return others < running and pid not in running


def files_of(process: subprocess.Popen[bytes]) -> list[Path]:
    """Return the files that the workers of a gunicorn count in."""
    [directory] = [
        found
        for parent in (Path("/dev/shm"), Path("/tmp"))
        for found in parent.glob(f"autoleads-metrics-{process.pid}-*")
    ]
    return sorted(directory.iterdir())


def test_figures_add_up_over_the_processes_whichever_is_asked(web: Web) -> None:
    deployed, process = web
    before = {route: counted(deployed, route) for route in ("/healthz", "/api/cars")}
    for _ in range(REQUESTS):
        assert get(deployed, "/healthz").status == 200
        assert get(deployed, "/api/cars").status == 200
    after = [
        [counted(deployed, route) - before[route] for route in ("/healthz", "/api/cars")]
        for _ in range(10)
    ]

    assert after == [[REQUESTS, REQUESTS]] * 10
    counters = [file for file in files_of(process) if file.name.startswith("counter_")]
    assert len(counters) == PROCESSES + 1, "one of each process, and the master's"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_figures_survive_a_worker_and_its_files_are_used_again(
    web: Web, how: signal.Signals
) -> None:
    deployed, process = web
    for _ in range(REQUESTS):
        get(deployed, "/healthz").read()
    before = counted(deployed, "/healthz")
    files = [file.name for file in files_of(process)]
    for pid in children(process):
        others = set(children(process)) - {pid}
        os.kill(pid, how)
        wait_until(partial(was_replaced, process, pid, others))
    assert counted(deployed, "/healthz") == before
    for _ in range(REQUESTS):
        get(deployed, "/healthz").read()

    assert counted(deployed, "/healthz") == before + REQUESTS
    assert [file.name for file in files_of(process)] == files


def test_figures_survive_a_reload(web: Web) -> None:
    deployed, process = web
    get(deployed, "/healthz").read()
    before, old = counted(deployed, "/healthz"), set(children(process))
    process.send_signal(signal.SIGHUP)
    wait_until(lambda: len(children(process)) == PROCESSES and not old & set(children(process)))

    assert counted(deployed, "/healthz") == before


def test_files_are_removed_when_the_server_ends() -> None:
    with deployment() as deployed:
        deployed.env["METRICS_TOKEN"] = TOKEN
        process = deployed.start_web(workers=1)
        [directory] = {file.parent for file in files_of(process)}
        deployed.stop()

    assert not directory.exists()
