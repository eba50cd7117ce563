"""Runs migrations one at a time, each in one transaction, never waiting long for a lock."""

from __future__ import annotations

from alembic import context
from alembic.runtime.migration import MigrationContext
from click import ClickException, echo
from flask import current_app
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from autoleads.cli.commands import failures_as_one_line
from autoleads.database.problems import old_server_problem
from autoleads.database.row_level_security import refuse_unsafe_role
from autoleads.extensions import Base

ADVISORY_LOCK = 0x_A070_1EAD
CONFIG = current_app.config["AUTOLEADS"]


def run_migrations() -> None:
    engine = create_engine(CONFIG.migration_database_url, poolclass=NullPool)
    with failures_as_one_line(), engine.connect() as connection:
        refuse_old_server(connection)
        if is_newer_than_this_release(connection):
            return
        # Held by the session, so that it spans the migrations' own transactions.
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK})
        connection.execute(text("SET lock_timeout = '4s'"))
        connection.execute(text("SET statement_timeout = '5min'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        grant_to_serving_role(connection)
        connection.commit()
        # The release fails before anything serves with a role that would see all tenants.
        refuse_unsafe_role(connection, make_url(CONFIG.database_url).username)


def refuse_old_server(connection: Connection) -> None:
    """Say which PostgreSQL is needed, before a migration fails on its syntax."""
    major, *_ = connection.dialect.server_version_info or (0,)
    if problem := old_server_problem(major):
        raise ClickException(problem)


def is_newer_than_this_release(connection: Connection) -> bool:
    """Say so and return True if a newer release has migrated the database already.

    Migrations only add, so this release goes on working: a rollback must not fail here.
    """
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in context.script.walk_revisions()}
    if revision is None or revision in known:
        return False
    echo(f"The database is newer (revision {revision}) than this release: nothing to do.", err=True)
    return True


def grant_to_serving_role(connection: Connection) -> None:
    """Let a serving role that is not the owner read and write rows, and no more."""
    owner, serving = (
        make_url(url).username for url in (CONFIG.migration_database_url, CONFIG.database_url)
    )
    if not serving or serving == owner:
        return
    role = connection.dialect.identifier_preparer.quote(serving)
    for schema in ("public", "app"):
        if connection.scalar(text("SELECT to_regnamespace(:schema)"), {"schema": schema}) is None:
            continue
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
        connection.execute(text(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {role}"))
        connection.execute(
            text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}")
        )
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"))


run_migrations()
