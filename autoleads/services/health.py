"""Check that this process can serve: database, migrations, isolation, cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from autoleads.database import row_level_security
from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import MIGRATIONS, current, db
from autoleads.services import outbox
from autoleads.services.tenants import TenantCache

NO_WORKER_SECONDS = 120
NO_WORKER = "no worker is alive: auto-replies and replies wait in the queue"


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
        """What an operator should know though this process can serve."""
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
        "cache": current(TenantCache).ping(),
    }
    beat = None
    try:
        with platform_scope():
            connection = db.session.connection()
            checks["database"] = True
            checks["migrations"] = (
                MigrationContext.configure(connection).get_current_revision() == newest_revision()
            )
            checks["isolation"] = not row_level_security.role_can_bypass(
                connection
            ) and not row_level_security.unguarded_tables(connection)
            beat = outbox.seconds_since_heartbeat()
    except SQLAlchemyError:
        pass
    return Report(checks, beat)


@cache
def newest_revision() -> str | None:
    """The revision that the code expects."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
