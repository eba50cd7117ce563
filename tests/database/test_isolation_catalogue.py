"""What PostgreSQL's own catalogue says about isolation, and what readiness says when it is not so."""

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
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
PLATFORM_TABLES = {"tenants", "alembic_version", "heartbeats"}


def ask(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def tenant_tables(owner_engine: Engine) -> set[str]:
    return {str(name) for (name,) in ask(owner_engine, TENANT_TABLES)}


def test_every_table_is_a_dealers_or_known_to_be_the_platforms(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    tables = {
        str(name)
        for (name,) in ask(
            owner_engine, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
    }

    assert tables - tenant_tables == PLATFORM_TABLES


def test_every_dealers_table_has_forced_row_level_security_and_one_policy(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    ours = "(tenant_id = app.tenant_id())"
    found = ask(
        owner_engine,
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.cmd, p.permissive, p.roles::text, p.qual, p.with_check
        FROM pg_policies p JOIN pg_class c ON c.oid = to_regclass(p.tablename) ORDER BY 1
        """,
    )

    expected = tenant_tables - set(UNGUARDED_BY_DESIGN)
    assert found == [
        (name, True, True, "ALL", "PERMISSIVE", "{public}", ours, ours) for name in sorted(expected)
    ]


def test_every_dealers_row_is_of_a_dealer(owner_engine: Engine, tenant_tables: set[str]) -> None:
    nullable = ask(
        owner_engine,
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND is_nullable = 'YES'",
    )

    assert nullable == []


def test_every_foreign_key_between_dealers_tables_carries_the_dealer(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    keys = ask(
        owner_engine,
        """
        SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
               (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.conkey) WITH ORDINALITY AS u(num, n)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
               (SELECT array_agg(a.attname::text ORDER BY n) FROM unnest(k.confkey) WITH ORDINALITY AS u(num, n)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
               k.confdeltype = 'n' AND (k.confdelsetcols IS NULL OR k.conkey[1] = ANY (k.confdelsetcols))
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


def test_every_unique_value_but_ids_is_unique_per_dealer(
    owner_engine: Engine, tenant_tables: set[str]
) -> None:
    indexes = ask(
        owner_engine,
        """
        SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname::text
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisunique AND NOT i.indisprimary
        """,
    )
    guarded = tenant_tables - set(UNGUARDED_BY_DESIGN)

    assert {
        index for table, index, first in indexes if table in guarded and first != "tenant_id"
    } == set()


def test_what_no_policy_guards_says_nothing_about_people(owner_engine: Engine) -> None:
    columns = ask(
        owner_engine,
        "SELECT column_name FROM information_schema.columns WHERE table_name IN ('devices', 'outbox', 'heartbeats')",
    )

    assert not {str(name) for (name,) in columns} & {
        "name",
        "text",
        "customer_phone",
        "email",
        "contact_id",
    }


def test_neither_role_can_step_around_policies(owner_engine: Engine, live_config: Config) -> None:
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


def test_a_whole_system_is_ready_at_any_host(live_app: Flask) -> None:
    answer = readiness(live_app)

    assert answer.status_code == 200
    assert {"database", "migrations", "isolation", "cache"} <= answer.get_json()["data"][
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
        ("UPDATE alembic_version SET version_num = '0000'", "migrations"),
        ("DELETE FROM alembic_version", "migrations"),
        ("DROP TABLE alembic_version", "migrations"),
    ],
)
def test_what_is_missing_is_named(
    live_app: Flask, owner_engine: Engine, statement: str, part: str
) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text(statement))
    answer = readiness(live_app)

    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "SERVICE_UNAVAILABLE"
    assert answer.get_json()["error"]["message"] == f"Not ready: {part}."
    assert live_app.test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_that_can_step_around_policies_is_not_ready(
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
        answer = readiness(start(mighty.render_as_string(hide_password=False)))
        assert (answer.status_code, answer.get_json()["error"]["message"]) == (
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


def test_a_database_that_is_away_is_named(start: Callable[..., Flask]) -> None:
    app = start("postgresql+psycopg2://nobody@127.0.0.1:9/nothing")
    answer = readiness(app)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "database" in answer.get_json()["error"]["message"]
    assert app.test_client().get("/healthz").status_code == 200
    assert (
        app.test_client()
        .get("/api/tenant", headers={"Host": "dealer-a.autoleads.test"})
        .status_code
        == 503
    )
