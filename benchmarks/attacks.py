"""Slow clients, a locked row and a frozen database: are the others served meanwhile?

Exit code 1 if a good request was not answered within a second.
"""

from __future__ import annotations

import argparse
import sys

from autoleads.dev.trials.attacks import run_attacks


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks attacks", description=__doc__).parse_args()
    results = run_attacks()
    for result in results:
        print(f"{result.attack:<28}{result.in_time:>3} of {result.requests} answered within 1 s")
    sys.exit(any(result.in_time < result.requests for result in results))


if __name__ == "__main__":
    main()
