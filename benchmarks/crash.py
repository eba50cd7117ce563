"""Kill workers and crash the database in the middle of a queue: is a message lost or doubled?

Exit code 1 if one was lost, doubled or out of order.
"""

from __future__ import annotations

import argparse
import sys

from autoleads.dev.trials.crash import Trial, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks crash", description=__doc__)
    parser.add_argument("--messages", type=int, default=Trial.messages)
    parser.add_argument("--workers", type=int, default=Trial.workers)
    parser.add_argument("--kills", type=int, default=Trial.kills)
    options = parser.parse_args()
    report = run(Trial(options.messages, options.workers, options.kills))
    print(f"{options.messages} messages in {report.seconds:.0f} s, {options.kills} × kill -9")
    print(f"lost {report.lost}, doubled {report.doubled}, leads out of order {report.disordered}")
    print(f"statuses: {dict(report.statuses)}")
    sys.exit(not report.is_good)


if __name__ == "__main__":
    main()
