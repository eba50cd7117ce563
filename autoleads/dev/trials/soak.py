"""Run a deployment under mixed load for minutes, and watch its memory, errors and queue."""

from __future__ import annotations

import itertools
import random
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median
from threading import Thread
from urllib.parse import urlencode

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.dev.trials.http_client import Outcome, drive, request
from autoleads.dev.trials.processes import megabytes, tree
from autoleads.dev.trials.traffic import Target, repeating_lists, webhook_messages

CONNECTIONS = 4
"""Of each kind of request."""
KEEP_PROCESSES = ("--max-requests", "0")
"""gunicorn renews its workers now and then, which would hide what they fail to free."""
QUEUE_AGE = "SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float FROM outbox"
COOKIE = re.compile(r"[^=]+=[^;]+")
LOGGED_IN = 3
"""Dealers whose team is at work."""


def details(target: Target) -> Iterator[bytes]:
    requests = []
    for dealer in target.dealers:
        _, cars = target.fetch("GET", dealer.host, "/api/cars?limit=20")
        for car in cars:
            requests.append(request("GET", dealer.host, f"/api/cars/{car['slug']}"))
    random.Random(1).shuffle(requests)  # noqa: S311
    return itertools.cycle(requests)


def facets(target: Target) -> Iterator[bytes]:
    requests = [request("GET", dealer.host, "/api/cars/facets") for dealer in target.dealers]
    return itertools.cycle(requests)


def lead_lists(target: Target) -> Iterator[bytes]:
    requests = []
    for dealer in target.dealers[:LOGGED_IN]:
        bearer = f"Bearer {target.log_in(dealer.host, dealer.number)}"
        requests.append(request("GET", dealer.host, "/api/admin/leads", Authorization=bearer))
    return itertools.cycle(requests)


def panel_pages(target: Target) -> Iterator[bytes]:
    requests = []
    for dealer in target.dealers[:LOGGED_IN]:
        form = urlencode({"email": target.words.admin, "password": target.words.password})
        headers = {
            "Host": dealer.host,
            "Origin": f"http://{dealer.host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", target.port, timeout=30)
        connection.request("POST", "/admin/login", form, headers)
        response = connection.getresponse()
        found = COOKIE.match(response.headers["Set-Cookie"])
        connection.close()
        assert found
        requests.append(request("GET", dealer.host, "/admin/today", Cookie=found[0]))
    return itertools.cycle(requests)


MIX: dict[str, tuple[Callable[[Target], Iterator[bytes]], int]] = {
    "list": (repeating_lists, 45),
    "detail": (details, 25),
    "facets": (facets, 5),
    "webhook": (webhook_messages, 12),
    "leads": (lead_lists, 10),
    "panel": (panel_pages, 3),
}
"""The kinds of requests, and how many of a hundred they are."""


@dataclass(frozen=True)
class Soak:
    """The length and the load of a soak."""

    seconds: float = 1200
    share: float = 0.6
    """Of the measured capacity."""
    probe_seconds: float = 10
    sample_seconds: float = 5
    workers: int = 2
    volume: Volume = field(default_factory=Volume)


@dataclass
class Report:
    """The observations of a soak."""

    capacity: float
    """Requests per second of the mix, at most."""
    rate: float
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """By process: seconds since the start, and megabytes."""
    queue_ages: list[float] = field(default_factory=list)
    """Seconds that the oldest delivery is overdue."""
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def server_errors(self) -> int:
        return sum(len(outcome.failed) for outcome in self.outcomes.values())

    def growth(self, process: str) -> tuple[float, float]:
        """Return the megabytes of a process once it was warm, and at the end."""
        figures = [size for _, size in self.memory[process]]
        tenth = max(1, len(figures) // 10)
        return median(figures[tenth : 2 * tenth] or figures), median(figures[-tenth:])


def run(soak: Soak) -> Report:
    """Measure the capacity, then send a share of it for as long as asked."""
    with _site(soak) as (deployed, target, processes):
        capacity = _capacity(target, soak.probe_seconds)
        report = Report(capacity, capacity * soak.share)
        with ThreadPoolExecutor(len(MIX)) as threads:
            running = {
                name: threads.submit(
                    drive,
                    target.port,
                    make_requests(target),
                    connections=CONNECTIONS,
                    seconds=soak.seconds,
                    rate=report.rate * share / 100,
                )
                for name, (make_requests, share) in MIX.items()
            }
            _watch(deployed, processes, report, running, soak.sample_seconds)
        report.outcomes = {name: future.result() for name, future in running.items()}
        return report


@contextmanager
def _site(soak: Soak) -> Iterator[tuple[Deployment, Target, dict[str, int]]]:
    """Yield a running deployment and its processes by name."""
    with FakeFonnte() as fonnte, deployment(fonnte.url) as deployed:
        Thread(target=fonnte.serve_forever, args=(0.05,), daemon=True).start()
        target = Target(deployed.port, fill(deployed, soak.volume), soak.volume.leads)
        web = deployed.start_web(soak.workers, *KEEP_PROCESSES)
        worker = deployed.start_worker()
        names = itertools.chain(["gunicorn"], (f"web {n}" for n in itertools.count(1)))
        processes = dict(zip(names, tree(web.pid), strict=False))
        yield deployed, target, {**processes, "worker": worker.pid}
        fonnte.shutdown()


def _capacity(target: Target, seconds: float) -> float:
    """Return how many requests of the mix are served per second."""
    iterators = [make_requests(target) for make_requests, _ in MIX.values()]
    shares = [share for _, share in MIX.values()]
    dice = random.Random(1)  # noqa: S311
    mixed = (next(dice.choices(iterators, shares)[0]) for _ in itertools.count())
    return drive(target.port, mixed, connections=4 * CONNECTIONS, seconds=seconds).throughput


def _watch(
    deployed: Deployment,
    processes: dict[str, int],
    report: Report,
    running: dict[str, Future[Outcome]],
    pause: float,
) -> None:
    """Take samples until the last requests are sent."""
    started = time.monotonic()
    report.memory = {name: [] for name in processes}
    while not all(future.done() for future in running.values()):
        passed = time.monotonic() - started
        for name, pid in processes.items():
            report.memory[name].append((passed, megabytes(pid)))
        [(age,)] = deployed.query(QUEUE_AGE)
        report.queue_ages.append(max(0.0, age))
        time.sleep(pause)
