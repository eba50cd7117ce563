"""Send a mixed load for minutes: does memory grow, does a request fail, does the queue age?

Exit code 1 if there was a server error, or if a process grew by more than 5 %.
"""

from __future__ import annotations

import argparse
import sys

from autoleads.dev.trials.soak import Report, Soak, run
from benchmarks import results

LARGEST_GROWTH = 1.05
ENDPOINT = "{:<9}{requests:>9} requests, {server_errors} server errors, p99 {p99:.1f} ms"
PROCESS = "{:<9}{start:>9.1f} → {end:.1f} MB, × {growth:.3f}"


def endpoint_figures(report: Report) -> dict[str, dict[str, float]]:
    return {
        name: {
            "requests": outcome.requests,
            "server_errors": len(outcome.failed),
            "p50": outcome.percentile(50),
            "p99": outcome.percentile(99),
        }
        for name, outcome in report.outcomes.items()
    }


def process_figures(report: Report) -> dict[str, dict[str, float]]:
    figures = {}
    for name in report.memory:
        before, after = report.growth(name)
        figures[name] = {"start": before, "end": after, "growth": after / before}
    return figures


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=Soak.seconds / 60, help="of load (20)")
    parser.add_argument("--share", type=float, default=Soak.share, help="of the capacity (0.6)")
    parser.add_argument(
        "--probe",
        type=float,
        default=Soak.probe_seconds,
        metavar="SECONDS",
        help="to measure the capacity (10)",
    )
    parser.add_argument("--workers", type=int, default=Soak.workers, help="web processes (2)")
    results.add_output(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    seconds = options.minutes * 60
    sample = max(0.5, min(Soak.sample_seconds, seconds / 100))
    soak = Soak(seconds, options.share, options.probe, sample, options.workers)
    report = run(soak)
    endpoints = endpoint_figures(report)
    processes = process_figures(report)
    print(f"{report.rate:.0f} requests a second, {options.share:.0%} of {report.capacity:.0f}")
    for name, figures in endpoints.items():
        print(ENDPOINT.format(name, **figures))
    for name, figures in processes.items():
        print(PROCESS.format(name, **figures))
    print(f"oldest delivery {max(report.queue_ages):.1f} s overdue at most")
    written = {
        "capacity": report.capacity,
        "rate": report.rate,
        "minutes": options.minutes,
        "endpoints": endpoints,
        "megabytes": processes,
        "oldest_delivery_seconds": max(report.queue_ages),
    }
    chart = results.lines("Memory in MB over seconds", report.memory)
    results.write(options.output, "soak", written, chart)
    has_grown = any(figures["growth"] > LARGEST_GROWTH for figures in processes.values())
    sys.exit(has_grown or report.server_errors > 0)


if __name__ == "__main__":
    main()
