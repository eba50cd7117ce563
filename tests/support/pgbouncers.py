"""A PgBouncer in front of the tests' server; a plugin of pytest, for where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autoleads.dev import postgres
from autoleads.dev.pgbouncer import find_pgbouncer
from tests.support.left_out import leave_out

WHY = "no PgBouncer: install it (on Debian: apt-get install pgbouncer)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need one where there is none, but never where a change is judged."""
    needing = [item for item in items if "pgbouncer" in getattr(item, "fixturenames", ())]
    if needing and find_pgbouncer() is None:
        leave_out(config, items, needing, WHY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_pgbouncer() is None:
        terminalreporter.write_line(f"Left out: the tests that serve through PgBouncer; {WHY}.")


@pytest.fixture
def pgbouncer(postgres_server: postgres.Server) -> Iterator[postgres.PgBouncer]:
    """One in transaction mode, with a single connection to each database."""
    bouncer = postgres_server.start_pgbouncer(pool_size=1)
    yield bouncer
    bouncer.stop()
