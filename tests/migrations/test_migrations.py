"""Migrations make the tables of the models, for one role or two, also when run twice or at once."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, inspect, text

from autoleads import create_app
from autoleads.dev import postgres
from autoleads.extensions import MIGRATIONS, Base, db
from autoleads.services import health
from config import Config
from tests.conftest import make_config
from tests.support.factories import make_dealer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
_numbers = itertools.count(1)


@pytest.fixture
def empty(postgres_server: postgres.Server) -> Iterator[postgres.Urls]:
    """A database without tables."""
    name = f"migrations_{next(_numbers)}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["one role", "two roles"])
def config(request: pytest.FixtureRequest, empty: postgres.Urls, tmp_path: Path) -> Config:
    urls = (
        postgres.Urls(app=empty.owner, owner=empty.owner) if request.param == "one role" else empty
    )
    return make_config(urls, tmp_path)


@pytest.fixture
def new_app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def owner(config: Config) -> Iterator[Engine]:
    engine = create_engine(config.migration_database_url)
    yield engine
    engine.dispose()


def objects(engine: Engine) -> set[str]:
    """Return the names of our tables, functions, policies and constraints."""
    query = """
        SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'app')
        UNION SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace('app')
        UNION SELECT tablename || '.' || policyname FROM pg_policies
        UNION SELECT conname FROM pg_constraint
        WHERE connamespace = to_regnamespace('public') AND conname NOT LIKE 'alembic%'
    """
    with engine.connect() as connection:
        return set(connection.scalars(text(query)))


def test_there_is_one_head_and_every_migration_has_a_downgrade() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    assert len(scripts.get_heads()) == 1
    assert all(callable(script.module.downgrade) for script in scripts.walk_revisions())


def test_migrations_are_known_by_the_names_of_their_files() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()

    assert health.known_revisions() == tuple(script.revision for script in scripts)


def test_downgrade_removes_everything_and_upgrade_restores_it(
    new_app: Flask, owner: Engine
) -> None:
    with new_app.app_context():
        upgrade()
        made = objects(owner)
        downgrade(revision="base")
        left = objects(owner)
        upgrade()

    assert left == {"alembic_version"}
    assert objects(owner) == made


def test_migrated_tables_equal_the_models(new_app: Flask, owner: Engine) -> None:
    with new_app.app_context():
        upgrade()
    with owner.connect() as connection:
        migrated = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(migrated, Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {
            *Base.metadata.tables,
            "alembic_version",
        }


def test_the_application_works_with_one_role_and_with_two(new_app: Flask) -> None:
    with new_app.app_context():
        upgrade()
    dealer = make_dealer(new_app, "dealer-a")

    assert dealer.owner.get("/api/admin/users").status_code == 200
    assert dealer.public.get("/readyz").get_json()["data"]["checks"]["isolation"] is True


def test_the_serving_role_can_neither_alter_tables_nor_bypass_policies(
    empty: postgres.Urls, tmp_path: Path
) -> None:
    app = create_app(make_config(empty, tmp_path))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            facts = connection.execute(
                text("""
                    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb,
                           has_schema_privilege(current_user, 'public', 'CREATE'),
                           has_table_privilege(current_user, 'cars', 'TRUNCATE'),
                           pg_has_role(current_user, tableowner, 'MEMBER')
                    FROM pg_roles, pg_tables WHERE rolname = current_user AND tablename = 'cars'
                """)
            ).one()
        db.engine.dispose()

    assert tuple(facts) == (False, False, False, False)


def test_two_concurrent_upgrades_both_succeed(empty: postgres.Urls) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "APP_ENV": "test",
        "DATABASE_URL": empty.app,
        "MIGRATION_DATABASE_URL": empty.owner,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0], outputs
