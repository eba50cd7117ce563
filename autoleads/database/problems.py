"""Says in one line what is wrong with the database, and what an operator can do about it."""

from __future__ import annotations

import psycopg2
import psycopg2.errors
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
"""Errors of a database that is away or overloaded; all others are ours."""
OLDEST_SERVER = 15
"""Since 15 a foreign key can set one column of a composite key to null."""


def problem(error: BaseException | None) -> str | None:
    """Return what an operator can mend, or None for an error of ours."""
    match error:
        case psycopg2.errors.UndefinedTable():
            return "The tables are missing: run `flask --app wsgi db upgrade` first."
        case psycopg2.errors.InsufficientPrivilege():
            return (
                f"The database role lacks a right: {reason(error)}. Migrate with the role that "
                "owns the tables, MIGRATION_DATABASE_URL; it grants the serving role what it needs."
            )
        case psycopg2.OperationalError():
            return f"The database does not respond: {reason(error)}."
    return None


def reason(error: BaseException | None) -> str:
    """Return the database's own words on one line, such as `role "app" does not exist`.

    Meant for refused connections and missing rights, whose words name no rows.
    """
    first = str(error).strip().partition("\n")[0]
    words = first.rpartition("FATAL:")[2].strip()
    return words.rstrip(".") or type(error).__name__


def old_server_problem(version: int) -> str | None:
    """Return what is wrong with a server's major version, or None if it is new enough."""
    if version >= OLDEST_SERVER:
        return None
    return f"PostgreSQL {OLDEST_SERVER} or newer is needed; this is {version}."
