"""The time of a claim behind 20,000 waiting items, and of maintenance with 3,000 dealers."""

from __future__ import annotations

import argparse

from autoleads.dev.trials.queue import run


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks queue", description=__doc__).parse_args()
    for timing in run():
        print(f"{timing.name:<32}{timing.milliseconds:>10.2f} ms")


if __name__ == "__main__":
    main()
