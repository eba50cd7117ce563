"""Customers write in a storm while the gateway hangs: is every message stored?

Exit code 1 if a message was lost.
"""

from __future__ import annotations

import argparse
import sys

from autoleads.dev.trials.http_client import Outcome
from autoleads.dev.trials.storm import Storm, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks storm", description=__doc__)
    parser.add_argument("--seconds", type=float, default=Storm.seconds)
    parser.add_argument("--rate", type=float, default=Storm.messages_rate, help="messages a second")
    options = parser.parse_args()
    report = run(Storm(options.seconds, options.rate))
    print_outcome("messages", report.messages)
    print_outcome("lists", report.lists)
    print(f"stored {report.stored}, lost {report.lost}")
    sys.exit(report.lost > 0)


def print_outcome(name: str, outcome: Outcome) -> None:
    print(
        f"{name:<9}{outcome.requests:>7} in {outcome.seconds:.1f} s, {outcome.errors} errors, "
        f"p50 {outcome.percentile(50):.1f} ms, p99 {outcome.percentile(99):.1f} ms"
    )


if __name__ == "__main__":
    main()
