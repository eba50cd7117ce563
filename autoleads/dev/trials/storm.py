"""Let customers write at a high rate, and shoppers read, while the gateway never responds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Thread

from autoleads.dev.fake_fonnte import Behaviour, FakeFonnte
from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import deployment
from autoleads.dev.trials.http_client import Outcome, drive
from autoleads.dev.trials.traffic import Target, repeating_lists, webhook_messages

CONNECTIONS = 16
HANG_SECONDS = 60.0
VOLUME = Volume(dealers=10, cars=100, leads=100, messages=200)
COUNT_STORED = """
    SELECT count(DISTINCT (device_id, inbox_id)) FROM messages
    WHERE direction = 'in' AND inbox_id NOT LIKE 'old-%'
"""


@dataclass(frozen=True)
class Storm:
    """Rates in requests per second, however slow the responses are."""

    seconds: float = 30
    messages_rate: float = 200
    lists_rate: float = 20
    volume: Volume = VOLUME


@dataclass(frozen=True)
class Report:
    """The responses to both kinds of requests, and the messages in the database."""

    messages: Outcome
    lists: Outcome
    stored: int

    @property
    def lost(self) -> int:
        """Messages that were sent and are not in the database."""
        return self.messages.requests - self.stored


def run(storm: Storm) -> Report:
    """Send both kinds of requests to a web server and a worker whose gateway hangs."""
    with FakeFonnte() as fonnte, deployment(fonnte.url) as deployed:
        fonnte.api.behaviour = Behaviour(mode="hang", seconds=HANG_SECONDS)
        Thread(target=fonnte.serve_forever, daemon=True).start()
        target = Target(deployed.port, fill(deployed, storm.volume), storm.volume.leads)
        deployed.start_web()
        deployed.start_worker()
        messages, lists = _send(target, storm)
        [(stored,)] = deployed.query(COUNT_STORED)
        fonnte.shutdown()
        return Report(messages, lists, stored)


def _send(target: Target, storm: Storm) -> tuple[Outcome, Outcome]:
    with ThreadPoolExecutor() as pool:
        messages = pool.submit(
            drive,
            target.port,
            webhook_messages(target),
            connections=CONNECTIONS,
            seconds=storm.seconds,
            rate=storm.messages_rate,
        )
        lists = pool.submit(
            drive,
            target.port,
            repeating_lists(target),
            connections=CONNECTIONS,
            seconds=storm.seconds,
            rate=storm.lists_rate,
        )
        return messages.result(), lists.result()
