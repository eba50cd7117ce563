"""A PostgreSQL server that needs no installing."""

from autoleads.dev.postgres.pgbouncer import PgBouncer
from autoleads.dev.postgres.programs import PostgresError
from autoleads.dev.postgres.replica import Replica
from autoleads.dev.postgres.server import DATABASE, Server, Urls, start

__all__ = ["DATABASE", "PgBouncer", "PostgresError", "Replica", "Server", "Urls", "start"]
