"""Strike a deployment under load: kill its processes, crash its database, freeze its Redis."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from autoleads.dev.fake_fonnte import Behaviour, FakeFonnte
from autoleads.dev.redis import RedisServer, start_redis
from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.dev.trials.http_client import Outcome, drive, send_once
from autoleads.dev.trials.processes import tree
from autoleads.dev.trials.traffic import Target, repeating_lists, webhook_messages

CONNECTIONS = 8
HANG_SECONDS = 60.0
SETTLE_SECONDS = 1.0
STORED = """
    SELECT count(*), count(DISTINCT text) FROM messages
    WHERE direction = 'in' AND inbox_id NOT LIKE 'old-%'
"""


@dataclass(frozen=True)
class Load:
    """Rates in requests per second, however slow the responses are."""

    seconds: float = 15
    lists_rate: float = 150
    messages_rate: float = 50
    volume: Volume = Volume(dealers=10, cars=100, leads=100, messages=200)  # noqa: RUF009


@dataclass(frozen=True)
class Struck:
    """The results of a fault."""

    fault: str
    requests: int
    failed: int
    """Responses with a status of 500 and above."""
    resent: int
    """Requests whose connection ended before the response."""
    longest_gap: float
    """Seconds without a good response."""
    p99: float
    """Milliseconds."""
    lost: int
    """Messages that are not stored, although the failed ones were sent again."""
    doubled: int


@dataclass
class Site:
    """A deployment under load, and what can be struck."""

    deployed: Deployment
    target: Target
    redis: RedisServer
    fonnte: FakeFonnte
    web: subprocess.Popen[bytes]
    worker: subprocess.Popen[bytes]

    def kill_web_process(self) -> None:
        """Kill one of gunicorn's workers."""
        os.kill(random.choice(tree(self.web.pid)[1:]), signal.SIGKILL)  # noqa: S311

    def kill_worker(self) -> None:
        self.deployed.kill(self.worker)
        self.worker = self.deployed.start_worker()

    def replace_server(self) -> None:
        """Ask the web server to end, and start the next one at once, as a release does."""
        self.web.terminate()
        self.web = self.deployed.start_web()

    def crash_database(self) -> None:
        self.deployed.server.restart(immediate=True)

    def let_gateway_hang(self) -> None:
        self.fonnte.api.behaviour = Behaviour(mode="hang", seconds=HANG_SECONDS)

    def free_gateway(self) -> None:
        self.fonnte.api.behaviour = Behaviour()


Action = Callable[[Site], None]
FAULTS: dict[str, tuple[Action, Action]] = {
    "web process killed": (Site.kill_web_process, Site.kill_web_process),
    "worker killed": (Site.kill_worker, Site.kill_worker),
    "server replaced": (Site.replace_server, lambda _: None),
    "database crashed": (Site.crash_database, lambda _: None),
    "gateway hangs": (Site.let_gateway_hang, Site.free_gateway),
    "Redis frozen": (lambda site: site.redis.pause(), lambda site: site.redis.resume()),
    "Redis killed": (lambda site: site.redis.kill(), lambda _: None),
}
"""By name: what happens after a third of the time, and after two thirds."""
MAY_FAIL = {"database crashed": 1.0, "Redis frozen": 0.05}
"""The share of requests that may be refused: all without a database; with a frozen Redis those
that come before it is given up, while others wait for it."""


def run(load: Load, names: list[str]) -> Iterator[Struck]:
    """Strike in each way, one after another, and yield the results."""
    with _site(load) as site:
        for name in names:
            yield _strike(site, load, name)
            time.sleep(SETTLE_SECONDS)


@contextmanager
def _site(load: Load) -> Iterator[Site]:
    with (
        tempfile.TemporaryDirectory(prefix="autoleads-redis-") as directory,
        start_redis(Path(directory)) as redis,
        FakeFonnte() as fonnte,
        deployment(fonnte.url) as deployed,
    ):
        Thread(target=fonnte.serve_forever, args=(0.05,), daemon=True).start()
        deployed.env["REDIS_URL"] = redis.url
        target = Target(deployed.port, fill(deployed, load.volume), load.volume.leads)
        web, worker = deployed.start_web(), deployed.start_worker()
        yield Site(deployed, target, redis, fonnte, web, worker)
        fonnte.shutdown()


def _strike(site: Site, load: Load, name: str) -> Struck:
    first, second = FAULTS[name]
    [(stored_before, distinct_before)] = site.deployed.query(STORED)
    send = partial(drive, site.target.port, connections=CONNECTIONS, seconds=load.seconds)
    with ThreadPoolExecutor() as threads:
        lists = threads.submit(send, repeating_lists(site.target), rate=load.lists_rate)
        messages = threads.submit(send, webhook_messages(site.target), rate=load.messages_rate)
        for action in (first, second):
            time.sleep(load.seconds / 3)
            action(site)
    _send_again(site, messages.result())
    [(stored, distinct)] = site.deployed.query(STORED)
    outcomes = lists.result(), messages.result()
    return Struck(
        fault=name,
        requests=sum(outcome.requests for outcome in outcomes),
        failed=sum(len(outcome.failed) for outcome in outcomes),
        resent=sum(outcome.broken for outcome in outcomes),
        longest_gap=max(outcome.longest_gap for outcome in outcomes),
        p99=max(outcome.percentile(99) for outcome in outcomes),
        lost=messages.result().requests - (distinct - distinct_before),
        doubled=stored - stored_before - (distinct - distinct_before),
    )


def _send_again(site: Site, messages: Outcome) -> None:
    """Repeat the failed messages, as a gateway does."""
    for request in messages.failed:
        send_once(site.target.port, request)
