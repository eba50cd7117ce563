"""PostgreSQL's own catalogue proves the isolation of tenants, and /readyz checks it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import psycopg2
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, make_url, text
from werkzeug.test import TestResponse

from autoleads import create_app
from autoleads.database.row_level_security import UNGUARDED_BY_DESIGN
from autoleads.dev import postgres
from autoleads.extensions import db
from config import Config

TENANT_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
PLATFORM_TABLES = {
    "tenants",
    "alembic_version",
    "heartbeats",
    "installation",
    "deleted_files",
    "domain_claims",
}


def ask(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def tenant_tables(owner_engine: Engine) -> set[str]:
    return {str(name) for (name,) in ask(owner_engine, TENANT_TABLES)}


def test_every_table_belongs_to_tenants_or_is_a_known_platform_table(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    tables = {
        str(name)
        for (name,) in ask(
            owner_engine, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
    }

    assert tables - tenant_tables == PLATFORM_TABLES


def test_no_table_is_added_to_those_without_isolation() -> None:
    assert set(UNGUARDED_BY_DESIGN) == {"catalogues", "devices", "outbox"}


def test_every_tenant_table_has_forced_row_level_security_and_one_policy(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    ours = "(tenant_id = app.tenant_id())"
    found = ask(
        owner_engine,
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
               p.cmd, p.permissive, p.roles::text, p.qual, p.with_check
        FROM pg_policies p JOIN pg_class c ON c.oid = to_regclass(p.tablename) ORDER BY 1
        """,
    )

    expected = tenant_tables - set(UNGUARDED_BY_DESIGN)
    assert found == [
        (name, True, True, "ALL", "PERMISSIVE", "{public}", ours, ours) for name in sorted(expected)
    ]


def test_tenant_id_is_never_null(owner_engine: Engine, tenant_tables: set[str]) -> None:
    nullable = ask(
        owner_engine,
        """
        SELECT table_name FROM information_schema.columns
        WHERE column_name = 'tenant_id' AND is_nullable = 'YES'
        """,
    )

    assert nullable == []


def test_foreign_keys_between_tenant_tables_carry_the_tenant(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    keys = ask(
        owner_engine,
        """
        SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
               (SELECT array_agg(a.attname::text ORDER BY n)
                FROM unnest(k.conkey) WITH ORDINALITY AS u(num, n)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
               (SELECT array_agg(a.attname::text ORDER BY n)
                FROM unnest(k.confkey) WITH ORDINALITY AS u(num, n)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
               k.confdeltype = 'n'
                   AND (k.confdelsetcols IS NULL OR k.conkey[1] = ANY (k.confdelsetcols))
        FROM pg_constraint k WHERE k.contype = 'f'
        """,
    )
    between = [key for key in keys if key[1] in tenant_tables and key[2] in tenant_tables]

    assert len(between) >= 10
    for name, _, _, columns, targets, clears_tenant in between:
        assert isinstance(columns, list)
        assert isinstance(targets, list)
        assert (columns[0], targets[0]) == ("tenant_id", "tenant_id"), name
        assert targets == ["tenant_id", "id"], name
        assert not clears_tenant, name


def test_every_unique_index_of_a_guarded_table_begins_with_the_tenant(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    indexes = ask(
        owner_engine,
        """
        SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname::text
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisunique
        """,
    )
    guarded = tenant_tables - set(UNGUARDED_BY_DESIGN)
    first_columns = {index: first for table, index, first in indexes if table in guarded}

    assert len(first_columns) >= len(guarded)
    assert {index for index, first in first_columns.items() if first != "tenant_id"} == set()


def test_tables_without_policies_hold_nothing_about_people(owner_engine: Engine) -> None:
    columns = ask(
        owner_engine,
        """
        SELECT column_name FROM information_schema.columns
        WHERE table_name IN ('devices', 'outbox', 'heartbeats')
        """,
    )

    assert not {str(name) for (name,) in columns} & {
        "name",
        "text",
        "customer_phone",
        "email",
        "contact_id",
    }


def test_neither_role_can_bypass_policies(owner_engine: Engine, live_config: Config) -> None:
    for url in (live_config.database_url, live_config.migration_database_url):
        engine = create_engine(url)
        assert ask(
            engine, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ) == [(False, False)]
        engine.dispose()


def readiness(app: Flask) -> TestResponse:
    return app.test_client().get("/readyz", headers={"Host": "anything.example.com"})


@pytest.fixture
def start(live_config: Config) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def make(database_url: str) -> Flask:
        made.append(create_app(dataclasses.replace(live_config, database_url=database_url)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def test_readyz_is_200_at_any_host(live_app: Flask) -> None:
    response = readiness(live_app)

    assert response.status_code == 200
    assert {"database", "migrations", "isolation", "cache"} <= response.get_json()["data"][
        "checks"
    ].keys()


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("DROP POLICY tenant ON cars", "isolation"),
        ("ALTER TABLE leads NO FORCE ROW LEVEL SECURITY", "isolation"),
        ("ALTER TABLE messages DISABLE ROW LEVEL SECURITY", "isolation"),
        ("CREATE TABLE extras (tenant_id bigint NOT NULL)", "isolation"),
        ("CREATE POLICY generous ON contacts USING (true)", "isolation"),
        ("UPDATE alembic_version SET version_num = '0001'", "migrations"),
        ("DELETE FROM alembic_version", "migrations"),
        ("DROP TABLE alembic_version", "migrations"),
    ],
)
def test_readyz_names_the_failing_part(
    live_app: Flask, owner_engine: Engine, statement: str, part: str
) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text(statement))
    response = readiness(live_app)

    assert response.status_code == 503
    assert response.get_json()["error"]["code"] == "SERVICE_UNAVAILABLE"
    assert response.get_json()["error"]["message"] == f"Not ready: {part}."
    assert live_app.test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_readyz_is_503_for_a_role_that_can_bypass_policies(
    start: Callable[..., Flask], live_config: Config, postgres_server: postgres.Server, power: str
) -> None:
    with (
        psycopg2.connect(postgres_server.superuser_dsn) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(f"CREATE ROLE mighty LOGIN {power} PASSWORD 'x' IN ROLE autoleads_app")
    connection.close()
    mighty = make_url(live_config.database_url).set(username="mighty", password="x")
    try:
        response = readiness(start(mighty.render_as_string(hide_password=False)))
        assert (response.status_code, response.get_json()["error"]["message"]) == (
            503,
            "Not ready: isolation.",
        )
    finally:
        with (
            psycopg2.connect(postgres_server.superuser_dsn) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("DROP ROLE mighty")
        connection.close()


def test_readyz_names_an_unreachable_database(start: Callable[..., Flask]) -> None:
    app = start("postgresql+psycopg2://nobody@127.0.0.1:9/nothing")
    response = readiness(app)

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "database" in response.get_json()["error"]["message"]
    assert app.test_client().get("/healthz").status_code == 200
    assert (
        app.test_client()
        .get("/api/tenant", headers={"Host": "dealer-a.autoleads.test"})
        .status_code
        == 503
    )
