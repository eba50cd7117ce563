"""Throughput, latency and processor time per request of gunicorn and PostgreSQL.

Everything is switched on as in production. Scenarios take turns, round after round, because
machines are noisy; the medians are printed.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.dev.trials.http_client import drive
from autoleads.dev.trials.traffic import Target
from benchmarks.processor import cpu_seconds
from benchmarks.scenarios import SCENARIOS, WRITING

WARM_UP = 1.0
COLUMNS = ("scenario", "conn", "req/s", "p50 ms", "p99 ms", "app ms", "pg ms", "failed")
HEADING = "{:<10}{:>6}{:>9}{:>9}{:>9}{:>9}{:>9}{:>8}"
ROW = "{:<10}{:>6}{:>9.0f}{:>9.2f}{:>9.2f}{:>9.3f}{:>9.3f}{:>8}"
FIGURES = ("throughput", "p50", "p99", "app_cpu", "database_cpu")
DATABASE_PID = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int"
RESET = """
    DELETE FROM outbox; DELETE FROM messages WHERE inbox_id NOT LIKE 'old-%%';
    DELETE FROM contacts WHERE phone LIKE '+62857%%'; DELETE FROM cars WHERE id > %s
"""


@dataclass(frozen=True)
class Result:
    """The figures of one scenario in one round."""

    throughput: float
    p50: float
    p99: float
    app_cpu: float
    """Milliseconds of processor time per request."""
    database_cpu: float
    failed: int
    """Responses with status 400 and above, and broken connections."""


@dataclass(frozen=True)
class Bench:
    """A filled deployment that serves, and the processes that are measured."""

    deployed: Deployment
    target: Target
    car_count: int
    web_pid: int
    database_pid: int

    def measure(self, scenario: str, connections: int, seconds: float) -> Result:
        requests = SCENARIOS[scenario](self.target)
        port = self.target.port
        drive(port, requests, connections=connections, seconds=WARM_UP)
        app_before = cpu_seconds(self.web_pid)
        database_before = cpu_seconds(self.database_pid)
        outcome = drive(port, requests, connections=connections, seconds=seconds)
        app_cpu = cpu_seconds(self.web_pid) - app_before
        database_cpu = cpu_seconds(self.database_pid) - database_before
        return Result(
            throughput=outcome.throughput,
            p50=outcome.percentile(50),
            p99=outcome.percentile(99),
            app_cpu=app_cpu * 1000 / outcome.requests,
            database_cpu=database_cpu * 1000 / outcome.requests,
            failed=outcome.errors + outcome.broken,
        )

    def reset(self) -> None:
        """Delete what a scenario wrote, so that the next one finds the same rows."""
        self.deployed.query(RESET, self.car_count)
        self.deployed.query("VACUUM ANALYZE")


def start_bench(deployed: Deployment, workers: int) -> Bench:
    volume = Volume()
    started = time.monotonic()
    target = Target(deployed.port, fill(deployed, volume), volume.leads)
    [(car_count,)] = deployed.query("SELECT max(id) FROM cars")
    seconds = time.monotonic() - started
    print(f"{car_count:,} cars of {volume.dealers} dealers loaded in {seconds:.0f} s", flush=True)
    web = deployed.start_web(workers)
    [(database_pid,)] = deployed.query(DATABASE_PID)
    return Bench(deployed, target, car_count, web.pid, database_pid)


def report(results: dict[tuple[str, int], list[Result]]) -> None:
    print(HEADING.format(*COLUMNS))
    for (scenario, connections), rounds in results.items():
        medians = [_median(rounds, figure) for figure in FIGURES]
        failed = sum(result.failed for result in rounds)
        print(ROW.format(scenario, connections, *medians, failed))


def _median(results: list[Result], figure: str) -> float:
    figures: list[float] = [getattr(result, figure) for result in results]
    return median(figures)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument(
        "--scenarios",
        nargs="+",
        choices=SCENARIOS,
        default=list(SCENARIOS),
        metavar="NAME",
        help=", ".join(SCENARIOS),
    )
    parser.add_argument("--connections", nargs="+", type=int, default=[8, 32], metavar="N")
    parser.add_argument("--seconds", type=float, default=3, help="per scenario and round (3)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each scenario (3)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (2)")
    return parser.parse_args()


def combinations(options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """Yield each scenario with each number of connections, round after round."""
    for _ in range(options.rounds):
        for scenario in options.scenarios:
            for connections in options.connections:
                yield scenario, connections


def main() -> None:
    options = parse_options()
    results = defaultdict(list)
    with deployment() as deployed:
        bench = start_bench(deployed, options.workers)
        for scenario, connections in combinations(options):
            result = bench.measure(scenario, connections, options.seconds)
            results[scenario, connections].append(result)
            if scenario in WRITING:
                bench.reset()
        report(results)


if __name__ == "__main__":
    main()
