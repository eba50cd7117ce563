"""Whether this process can serve: database, migrations, isolation, cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from autoleads.extensions import db
from autoleads.models import isolation
from autoleads.models.scope import platform_scope
from autoleads.services.tenant_directory import directory

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True)
class Report:
    checks: dict[str, bool]

    @property
    def failing(self) -> list[str]:
        return [name for name, good in self.checks.items() if not good]


def check() -> Report:
    """Each part, by name, and whether it is good."""
    checks = {"database": False, "migrations": False, "isolation": False, "cache": directory.ping()}
    try:
        with platform_scope():
            connection = db.session.connection()
            checks["database"] = True
            checks["migrations"] = MigrationContext.configure(connection).get_current_revision() == newest_revision()
            checks["isolation"] = not isolation.role_can_bypass(connection) and not isolation.unguarded_tables(
                connection
            )
    except SQLAlchemyError:
        pass
    return Report(checks)


@cache
def newest_revision() -> str | None:
    """The revision that the code expects."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
