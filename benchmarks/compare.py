"""Throughput, latency, processor time per request, memory and start-up, beside other products.

Everything is switched on as in production. Products and scenarios take turns, round after round,
because machines are noisy; the medians are printed, and the ratios to the first peer of the same
round. Without peers our own servers are compared.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from autoleads.dev.trials import processes
from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment
from autoleads.dev.trials.http_client import drive
from autoleads.dev.trials.traffic import Target
from benchmarks import results
from benchmarks.products import Product, load_peers, ours
from benchmarks.scenarios import DEFAULT, SCENARIOS, WRITING

FIGURES = ("throughput", "p50", "p99", "app_cpu", "database_cpu")
COLUMNS = ("scenario", "conn", "product", "req/s", "ratio", "p50 ms", "p99 ms", "app ms", "pg ms")
HEADING = "{:<11}{:>5}  {:<16}{:>8}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}"
ROW = "{:<11}{:>5}  {:<16}{:>8.0f}{:>7.2f}{:>8.2f}{:>8.2f}{:>8.3f}{:>8.3f}{:>8}"
DATABASE_PID = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int"
Key = tuple[str, int]
"""A scenario and a number of connections."""


@dataclass(frozen=True)
class Result:
    """The figures of one scenario in one round."""

    throughput: float
    p50: float
    """Milliseconds, as all times."""
    p99: float
    app_cpu: float
    """Processor time per request."""
    database_cpu: float
    failed: int
    """Responses with status 400 and above, and broken connections."""


@dataclass
class Measured:
    """The results of one product, by round."""

    rounds: dict[Key, list[Result]] = field(default_factory=lambda: defaultdict(list))
    megabytes: list[float] = field(default_factory=list)
    """Memory of its processes at the end of a round."""
    startup: list[float] = field(default_factory=list)
    """Seconds until the first response."""

    def ratio(self, key: Key, reference: Measured) -> float:
        """Return the median, over the rounds, of the throughput over the reference's."""
        pairs = zip(self.rounds[key], reference.rounds[key], strict=True)
        return median(mine.throughput / its.throughput for mine, its in pairs)

    def row(self, key: Key) -> dict[str, float]:
        failed = sum(result.failed for result in self.rounds[key])
        return {**results.medians(self.rounds[key], FIGURES), "failed": failed}


@dataclass(frozen=True)
class Bench:
    """A filled database and the options of the run."""

    deployed: Deployment
    options: argparse.Namespace
    database_pid: int

    def run_round(self, product: Product, measured: Measured) -> None:
        """Start a product alone, so that none slows another, and measure all scenarios."""
        with product.started() as started:
            measured.startup.append(started.seconds)
            for scenario in self.options.scenarios:
                for connections in self.options.connections:
                    result = self._measure(product.target, scenario, connections, started.pid)
                    measured.rounds[scenario, connections].append(result)
                if scenario in WRITING:
                    product.delete_written(self.deployed)
            pids = processes.tree(started.pid)
            measured.megabytes.append(sum(processes.megabytes(pid) for pid in pids))

    def _measure(self, target: Target, scenario: str, connections: int, app_pid: int) -> Result:
        requests = SCENARIOS[scenario](target)
        drive(target.port, requests, connections=connections, seconds=self.options.warm_up)
        before = processes.cpu_seconds(app_pid), processes.cpu_seconds(self.database_pid)
        seconds = self.options.seconds
        outcome = drive(target.port, requests, connections=connections, seconds=seconds)
        app = processes.cpu_seconds(app_pid) - before[0]
        database = processes.cpu_seconds(self.database_pid) - before[1]
        return Result(
            throughput=outcome.throughput,
            p50=outcome.percentile(50),
            p99=outcome.percentile(99),
            app_cpu=app * 1000 / outcome.requests,
            database_cpu=database * 1000 / outcome.requests,
            failed=outcome.errors + outcome.broken,
        )


@contextmanager
def prepared(options: argparse.Namespace) -> Iterator[tuple[Bench, list[Product]]]:
    """Yield a filled deployment and the products; the peers come first, as the reference."""
    volume = Volume(dealers=options.dealers)
    with deployment() as deployed:
        target = Target(deployed.port, fill(deployed, volume), volume.leads)
        products = []
        if options.peers:
            products = load_peers(deployed, options.peers, options.targets)
        products += ours(deployed, target, options.workers)
        [(database_pid,)] = deployed.query(DATABASE_PID)
        yield Bench(deployed, options, database_pid), products


def report(measured: dict[str, Measured], keys: list[Key]) -> None:
    reference = next(iter(measured.values()))
    print(HEADING.format(*COLUMNS, "failed"))
    for key in keys:
        for name, product in measured.items():
            row = product.row(key)
            figures = [row[figure] for figure in FIGURES[1:]]
            ratio = product.ratio(key, reference)
            print(ROW.format(*key, name, row["throughput"], ratio, *figures, row["failed"]))
    for name, product in measured.items():
        memory, startup = median(product.megabytes), median(product.startup)
        print(f"{name:<16} {memory:6.0f} MB, {startup:.2f} s from start to first response")


def publish(directory: Path, measured: dict[str, Measured], keys: list[Key]) -> None:
    reference_name = next(iter(measured))
    reference = measured[reference_name]
    figures = {}
    ratios: dict[str, list[float]] = {}
    for name, product in measured.items():
        ratios[name] = [product.ratio(key, reference) for key in keys]
        scenarios = []
        for key, ratio in zip(keys, ratios[name], strict=True):
            head = {"scenario": key[0], "connections": key[1], "ratio": ratio}
            rounds = [asdict(result) for result in product.rounds[key]]
            scenarios.append({**head, **product.row(key), "rounds": rounds})
        memory, startup = median(product.megabytes), median(product.startup)
        figures[name] = {"megabytes": memory, "startup_seconds": startup, "scenarios": scenarios}
    labels = [f"{scenario}, {connections}" for scenario, connections in keys]
    chart = results.bars(f"Throughput over that of {reference_name}", labels, ratios)
    results.write(directory, "compare", {"reference": reference_name, "products": figures}, chart)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks compare", description=__doc__)
    add = parser.add_argument
    add("--peers", type=Path, metavar="DIR", help="other products: see benchmarks/products.py")
    add("--targets", nargs="+", default=["hono2"], metavar="NAME", help="of the peers (hono2)")
    names = ", ".join(SCENARIOS)
    add("--scenarios", nargs="+", choices=SCENARIOS, default=DEFAULT, metavar="NAME", help=names)
    add("--connections", nargs="+", type=int, default=[8, 32], metavar="N")
    add("--seconds", type=float, default=3, help="per scenario and round (3)")
    add("--warm-up", type=float, default=1, help="seconds before each; peers may need 6 (1)")
    add("--rounds", type=int, default=3, help="turns of each product (3)")
    add("--workers", type=int, default=2, help="our web processes (2)")
    add("--dealers", type=int, default=Volume.dealers, help="of ours (50, as the peers have)")
    results.add_output(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    measured: dict[str, Measured] = defaultdict(Measured)
    with prepared(options) as (bench, products):
        for number in range(options.rounds):
            for product in products:
                print(f"round {number + 1}: {product.name}", flush=True)
                bench.run_round(product, measured[product.name])
    keys = [(name, count) for name in options.scenarios for count in options.connections]
    report(measured, keys)
    publish(options.output, measured, keys)


if __name__ == "__main__":
    main()
