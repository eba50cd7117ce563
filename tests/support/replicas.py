"""Streaming replicas of the tests' server; a plugin of pytest, for its fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime

import psycopg2
import pytest

from autoleads.dev import postgres
from config import Config
from env_reader import DRIVER
from tests.support.waiting import wait_until


@dataclass
class Replicated:
    """A replica of the server, and the test's own database on it."""

    replica: postgres.Replica
    server: postgres.Server
    database: str

    @property
    def url(self) -> str:
        """The address for the role of the application, as the settings have it."""
        return self.replica.url("autoleads_app", self.database).replace("postgresql", DRIVER, 1)

    def catch_up(self) -> None:
        """Wait until it has what the primary has now."""
        with closing(psycopg2.connect(self.server.superuser_dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_switch_wal()")
                cursor.execute("SELECT pg_current_wal_flush_lsn()")
                [(position,)] = cursor.fetchall()
        query = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        wait_until(lambda: self.replica.fetch(query, position) == [(True,)])

    def statements(self, since: datetime) -> list[str]:
        """Return the last statement of each connection of the application, if it came later."""
        query = """
            SELECT query FROM pg_stat_activity
            WHERE datname = %s AND application_name = 'autoleads' AND query_start > %s
        """
        return [statement for (statement,) in self.replica.fetch(query, self.database, since)]


@pytest.fixture
def start_replica(
    live_config: Config, postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Replicated]]:
    """A function that starts a replica."""
    database = live_config.database_url.partition("?")[0].rpartition("/")[2]
    with ExitStack() as stack:

        def start() -> Replicated:
            replica = postgres_server.start_replica(tmp_path_factory.mktemp("replica"))
            stack.callback(replica.remove)
            replicated = Replicated(replica, postgres_server, database)
            replicated.catch_up()
            return replicated

        yield start
