"""Check that this process can serve: database, migrations, isolation, cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from autoleads.database import row_level_security
from autoleads.database.problems import reason
from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import MIGRATIONS, current, db
from autoleads.services import outbox

log = logging.getLogger(__name__)

REMEDIES = {
    "database": "check DATABASE_URL and that the server runs",
    "migrations": "run `flask --app wsgi db upgrade`",
    "isolation": "serve with a role without SUPERUSER and BYPASSRLS; run the migrations",
    "cache": "check REDIS_URL, that the server runs and that it has memory left",
}
REDIS_TIMEOUT = 0.3
REDIS_KEY = "autoleads:ready"
NO_WORKER_SECONDS = 120
NO_WORKER = "no worker is alive: auto-replies and replies wait in the queue"


class RedisHealth:
    """Knows whether Redis can be written to; each application has one."""

    def __init__(self, url: str | None) -> None:
        self._url = url

    def is_writable(self) -> bool:
        """Return whether Redis takes a write; True where there is none. A full one refuses it."""
        if self._url is None:
            return True
        # Imported here because most processes have no Redis.
        from redis import Redis, RedisError

        timeouts = {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT}
        try:
            with Redis.from_url(self._url, **timeouts) as client:
                return bool(client.set(REDIS_KEY, 1, ex=60))
        except RedisError:
            return False


@dataclass(frozen=True)
class Report:
    """The state of each part that serving needs, and of the worker."""

    checks: dict[str, bool]
    worker_beat_seconds: int | None
    """Seconds since a worker was last alive; serving needs none, so it fails no check."""

    @property
    def failing(self) -> list[str]:
        return [name for name, good in self.checks.items() if not good]

    @property
    def warnings(self) -> list[str]:
        """Return problems that do not keep this process from serving."""
        beat = self.worker_beat_seconds
        if beat is None or beat > NO_WORKER_SECONDS:
            return [NO_WORKER]
        return []


def check() -> Report:
    """Each part, by name, and whether it is good."""
    checks = {
        "database": False,
        "migrations": False,
        "isolation": False,
        "cache": current(RedisHealth).is_writable(),
    }
    beat = None
    try:
        with platform_scope():
            connection = db.session.connection()
            checks["database"] = True
            checks["migrations"] = _is_recent(_current_revision(connection))
            checks["isolation"] = not row_level_security.role_can_bypass(
                connection
            ) and not row_level_security.unguarded_tables(connection)
            beat = outbox.seconds_since_heartbeat()
    except OperationalError as error:
        log.error("database unavailable", extra={"reason": reason(error.orig)})
    except SQLAlchemyError as error:
        log.error("database unavailable", extra={"reason": type(error).__name__})
    report = Report(checks, beat)
    for name in report.failing:
        log.error("not ready", extra={"check": name, "remedy": REMEDIES[name]})
    return report


def refuse_unsafe_role() -> None:
    """Check, before work begins, that row-level security applies to the role that works.

    Raises:
        UnsafeRole: it does not.
        OperationalError: the database does not respond.
    """
    with platform_scope():
        row_level_security.refuse_unsafe_role(db.session.connection())


def _current_revision(connection: Connection) -> str | None:
    """Return the revision of the database; None before its first migration."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _is_recent(revision: str | None) -> bool:
    """Return whether the database is as new as the code, or newer, as while a release rolls out.

    Migrations only add, so older code goes on working.
    """
    known = known_revisions()
    return revision is not None and (revision == known[0] or revision not in known)


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the revisions that the code knows, the newest first; their files are named so."""
    files = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"), reverse=True)
    return tuple(file.name.partition("_")[0] for file in files)
