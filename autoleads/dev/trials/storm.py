"""Buyers write in a storm while the gateway hangs: is every message stored, and does the public site go on?

Exit code 1 if a message was lost.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Thread

from autoleads.dev.fake_fonnte.behaviour import Behaviour
from autoleads.dev.fake_fonnte.server import FakeFonnte
from benchmarks.deployment import deployment
from benchmarks.http_load import Outcome, drive
from benchmarks.scenarios import Target, repeating_list, webhook
from benchmarks.stock import Volume, fill

CONNECTIONS = 16
HANGS_FOR = 60.0
VOLUME = Volume(dealers=10, cars=100, leads=100, messages=200)
STORED = "SELECT count(DISTINCT (device_id, inbox_id)) FROM messages WHERE direction = 'in' AND inbox_id NOT LIKE 'old-%'"


@dataclass(frozen=True)
class Storm:
    """How much comes in, for how long; rates are requests a second, whether or not the last ones were answered."""

    seconds: float = 30
    messages_rate: float = 200
    lists_rate: float = 20
    volume: Volume = VOLUME


@dataclass(frozen=True)
class Report:
    """What came of it."""

    messages: Outcome
    lists: Outcome
    stored: int

    @property
    def lost(self) -> int:
        """Sent by the gateway and not in the database."""
        return self.messages.requests - self.stored


def run(storm: Storm) -> Report:
    """Let it rage over a web server and a worker whose gateway never answers."""
    with FakeFonnte() as fonnte, deployment(fonnte.url) as deployed:
        fonnte.behaviour = Behaviour(mode="hang", seconds=HANGS_FOR)
        Thread(target=fonnte.serve_forever, daemon=True).start()
        target = Target(deployed.port, fill(deployed, storm.volume), storm.volume.leads)
        deployed.start_web()
        deployed.start_worker()
        with ThreadPoolExecutor() as pool:
            rates = ((webhook, storm.messages_rate), (repeating_list, storm.lists_rate))
            messages, lists = pool.map(
                lambda scenario, rate: drive(
                    target.port,
                    scenario(target),
                    connections=CONNECTIONS,
                    seconds=storm.seconds,
                    rate=rate,
                ),
                *zip(*rates, strict=True),
            )
        [(stored,)] = deployed.query(STORED)
        fonnte.shutdown()
        return Report(messages, lists, stored)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks storm", description=__doc__)
    parser.add_argument("--seconds", type=float, default=Storm.seconds)
    parser.add_argument("--rate", type=float, default=Storm.messages_rate, help="messages a second")
    chosen = parser.parse_args()
    report = run(Storm(chosen.seconds, chosen.rate))
    for name, outcome in (("messages", report.messages), ("lists", report.lists)):
        print(
            f"{name:<9}{outcome.requests:>7} in {outcome.seconds:.1f} s, {outcome.errors} errors, "
            f"p50 {outcome.percentile(50):.1f} ms, p99 {outcome.percentile(99):.1f} ms"
        )
    print(f"stored {report.stored}, lost {report.lost}")
    sys.exit(report.lost > 0)


if __name__ == "__main__":
    main()
