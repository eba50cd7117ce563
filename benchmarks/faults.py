"""Strike a deployment under load: which requests fail, for how long, is a message lost or doubled?

Exit code 1 if a message was lost or doubled, or if a request failed that need not.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from autoleads.dev.trials.faults import FAULTS, MAY_FAIL, Load, Struck, run
from benchmarks import results

COLUMNS = ("fault", "requests", "failed", "resent", "gap s", "p99 ms", "lost", "doubled")
HEADING = "{:<20}{:>9}{:>8}{:>8}{:>8}{:>9}{:>6}{:>9}"
ROW = (
    "{fault:<20}{requests:>9}{failed:>8}{resent:>8}{longest_gap:>8.2f}{p99:>9.0f}"
    "{lost:>6}{doubled:>9}"
)


def is_good(struck: Struck) -> bool:
    may_fail = struck.requests * MAY_FAIL.get(struck.fault, 0)
    return struck.failed <= may_fail and not (struck.lost or struck.doubled)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks faults", description=__doc__)
    add = parser.add_argument
    every = list(FAULTS)
    add("--faults", nargs="+", choices=every, default=every, metavar="NAME", help=", ".join(every))
    add("--seconds", type=float, default=Load.seconds, help="of load per fault (15)")
    add("--lists", type=float, default=Load.lists_rate, help="lists a second (150)")
    add("--messages", type=float, default=Load.messages_rate, help="messages a second (50)")
    results.add_output(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    print(HEADING.format(*COLUMNS))
    struck = []
    for result in run(Load(options.seconds, options.lists, options.messages), options.faults):
        struck.append(result)
        print(ROW.format(**asdict(result)), flush=True)
    gaps = {"seconds": [result.longest_gap for result in struck]}
    chart = results.bars("Longest time without a good response", options.faults, gaps)
    faults = [asdict(result) for result in struck]
    results.write(options.output, "faults", {"faults": faults}, chart)
    sys.exit(not all(map(is_good, struck)))


if __name__ == "__main__":
    main()
