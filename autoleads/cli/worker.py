"""`flask worker`: sends auto-replies and delivers messages."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from autoleads.cli.commands import failures_as_one_line
from autoleads.cli.output import json_option, logs_on_stderr, show
from autoleads.services import health
from autoleads.worker.loop import CONCURRENCY, Worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Work until nothing is due, then exit.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=CONCURRENCY,
    show_default=True,
    help="The number of items worked on at the same time.",
)
@json_option
@with_appcontext
def command(once: bool, concurrency: int, as_json: bool) -> None:
    """Reply to customers and deliver messages until stopped; several workers may run at once."""
    worker = Worker(current_app._get_current_object(), concurrency)  # type: ignore[attr-defined]
    if once:
        with failures_as_one_line(), logs_on_stderr():
            health.refuse_unsafe_role()
            show({"done": worker.drain()}, as_json)
        return
    with failures_as_one_line(), suppress(OperationalError):
        # A database that is down for a while is waited for.
        health.refuse_unsafe_role()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(worker))
    worker.run()


def _stop(worker: Worker) -> None:
    """Stop the loop from a thread: a signal interrupts it where it may hold the event's lock."""
    threading.Thread(target=worker.stop.set).start()
