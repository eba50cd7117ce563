"""Logins during a reset, and two installations on one Redis: who gets what is not theirs?

Exit code 1 if anybody did.
"""

from __future__ import annotations

import argparse
import sys

from autoleads.dev.trials.identity import run


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks identity", description=__doc__).parse_args()
    results = run()
    for result in results:
        print(f"{result.attack:<38}{result.wrong:>3} of {result.tried}")
    sys.exit(any(result.wrong for result in results))


if __name__ == "__main__":
    main()
