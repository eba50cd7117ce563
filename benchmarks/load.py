"""Throughput, latency and CPU per request of the whole deployment: gunicorn, PostgreSQL, everything switched on.

Scenarios take turns, round after round, because machines are noisy; medians are printed. CPU is processor time per
request of the web processes and of PostgreSQL.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from benchmarks import processor
from benchmarks.deployment import Deployment, deployment
from benchmarks.http_load import drive
from benchmarks.scenarios import SCENARIOS, WRITING, Target
from benchmarks.stock import Volume, fill

WARM_UP = 1.0
COLUMNS = ("scenario", "conn", "req/s", "p50 ms", "p99 ms", "app ms", "pg ms", "failed")
FORGET = """
    DELETE FROM outbox; DELETE FROM messages WHERE inbox_id NOT LIKE 'old-%%';
    DELETE FROM contacts WHERE phone LIKE '+62857%%'; DELETE FROM cars WHERE id > %s
"""


@dataclass(frozen=True)
class Run:
    """One scenario for some seconds."""

    throughput: float
    p50: float
    p99: float
    app_cpu: float
    """Milliseconds of a request."""
    database_cpu: float
    failed: int
    """Answers of 400 and above, and broken connections."""


def measure(
    target: Target, scenario: str, connections: int, seconds: float, pids: tuple[int, int]
) -> Run:
    requests = SCENARIOS[scenario](target)
    drive(target.port, requests, connections=connections, seconds=WARM_UP)
    before = [processor.seconds(pid) for pid in pids]
    outcome = drive(target.port, requests, connections=connections, seconds=seconds)
    app, database = (
        (processor.seconds(pid) - used) * 1000 / outcome.requests
        for pid, used in zip(pids, before, strict=True)
    )
    p50, p99 = outcome.percentile(50), outcome.percentile(99)
    return Run(outcome.throughput, p50, p99, app, database, outcome.errors + outcome.broken)


def forget(deployed: Deployment, cars: int) -> None:
    """Take away what a scenario wrote, so that every run meets the same rows."""
    deployed.query(FORGET, cars)
    deployed.query("VACUUM ANALYZE")


def show(runs: dict[tuple[str, int], list[Run]]) -> None:
    print("{:<10}{:>6}{:>9}{:>9}{:>9}{:>9}{:>9}{:>8}".format(*COLUMNS))
    for (scenario, connections), results in runs.items():
        rate, p50, p99, app, database = (
            median(getattr(run, name) for run in results)
            for name in ("throughput", "p50", "p99", "app_cpu", "database_cpu")
        )
        failed = sum(run.failed for run in results)
        print(
            f"{scenario:<10}{connections:>6}{rate:>9.0f}{p50:>9.2f}{p99:>9.2f}{app:>9.3f}{database:>9.3f}{failed:>8}"
        )


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=list(SCENARIOS), metavar="NAME",
                        help=", ".join(SCENARIOS))  # fmt: skip
    parser.add_argument("--connections", nargs="+", type=int, default=[8, 32], metavar="N")
    parser.add_argument("--seconds", type=float, default=3, help="of each run (3)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often each scenario has its turn (3)"
    )
    parser.add_argument("--workers", type=int, default=2, help="web processes (2)")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    with deployment() as deployed:
        started = time.monotonic()
        volume = Volume()
        target = Target(deployed.port, fill(deployed, volume), volume.leads)
        [(cars,)] = deployed.query("SELECT max(id) FROM cars")
        print(
            f"{cars:,} cars of {volume.dealers} dealers loaded in {time.monotonic() - started:.0f} s",
            flush=True,
        )
        web = deployed.start_web(chosen.workers)
        pids = web.pid, deployed.database_pid()
        runs = defaultdict(list)
        for _ in range(chosen.rounds):
            for scenario in chosen.scenarios:
                for connections in chosen.connections:
                    runs[scenario, connections].append(
                        measure(target, scenario, connections, chosen.seconds, pids)
                    )
                if scenario in WRITING:
                    forget(deployed, cars)
        show(runs)


if __name__ == "__main__":
    main()
