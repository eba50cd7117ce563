"""A loaded database goes into one file, and from there into an empty one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from autoleads import create_app
from autoleads.database.backup import LEFT_OUT, tables
from autoleads.dev import postgres
from autoleads.extensions import db
from config import Config
from tests.cli.conftest import Operator
from tests.conftest import TEMPLATE, cloned
from tests.support.factories import Dealer, make_car, make_dealer, make_lead, make_message
from tests.support.two_tenants import make_owned

pytestmark = pytest.mark.slow


@pytest.fixture
def loaded(live_config: Config) -> Config:
    """Settings for a database with rows of two tenants in every table."""
    app = create_app(live_config)
    make_owned(app, "dealer-a", "MarkerOfA", 1)
    owned = make_owned(app, "dealer-b", "MarkerOfB", 2)
    text_with_signs = "tab\\t baris\\nbaru \\\\. \\N \U0001f697"
    lead = make_lead(owned.dealer, name=text_with_signs)
    make_message(owned.dealer, lead, text_with_signs, direction="out", status="queued")
    with app.app_context():
        db.engine.dispose()
    return live_config


@pytest.fixture
def empty(base_config: Config, postgres_server: postgres.Server) -> Iterator[Config]:
    urls = postgres_server.create_database("autoleads_restored", TEMPLATE)
    yield cloned(base_config, urls)
    postgres_server.drop_database("autoleads_restored")


def run(config: Config, *arguments: str) -> tuple[int, str, str]:
    app = create_app(config)
    result = Operator(app).run(*arguments)
    with app.app_context():
        db.engine.dispose()
    return result.exit_code, result.stdout, result.stderr


def contents(config: Config) -> dict[str, list[str]]:
    """Return the rows of each table as text, read past row-level security."""
    engine = create_engine(config.migration_database_url)
    found = {}
    with engine.connect() as connection:
        for table in tables():
            connection.execute(text(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY"))
            rows = connection.execute(text(f"SELECT r::text FROM {table.name} r ORDER BY 1"))
            found[table.name] = list(rows.scalars())
        connection.rollback()
    engine.dispose()
    return found


@pytest.mark.parametrize("roles", ["two", "one"])
def test_restored_database_equals_the_one_that_was_backed_up(
    loaded: Config, empty: Config, tmp_path: Path, roles: str
) -> None:
    if roles == "one":
        loaded, empty = (
            dataclasses.replace(config, database_url=config.migration_database_url)
            for config in (loaded, empty)
        )
    file = str(tmp_path / "autoleads.backup")
    code, printed, errors = run(loaded, "backup", file)
    assert (code, "Traceback" in errors) == (0, False), errors
    code, restored, errors = run(empty, "restore", file)
    assert code == 0, errors

    before, after = contents(loaded), contents(empty)
    assert printed.split()[1] == restored.split()[1] == str(sum(map(len, before.values())))
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert min(len(rows) for name, rows in before.items() if name != "domain_claims") > 0
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"messages"}
    assert not any("queued" in row for row in after["messages"])


def test_restored_database_is_isolated_and_serves(
    loaded: Config, empty: Config, tmp_path: Path
) -> None:
    file = str(tmp_path / "autoleads.backup")
    run(loaded, "backup", file)
    run(empty, "restore", file)

    app = create_app(empty)
    response = app.test_client().get("/readyz").get_json()
    assert response["data"]["checks"]["isolation"] is True
    with app.app_context():
        tenant = make_dealer(app, "dealer-new")
        assert make_car(tenant).id > 0
        assert isinstance(tenant, Dealer)
        db.engine.dispose()


def test_restore_refuses_what_is_not_empty_and_what_is_not_whole(
    loaded: Config, empty: Config, tmp_path: Path
) -> None:
    file = tmp_path / "autoleads.backup"
    run(loaded, "backup", str(file))
    code, _, errors = run(loaded, "restore", str(file))
    assert (code, errors.splitlines()[-1]) == (
        1,
        "Error: The database is not empty: restore into a new one.",
    )
    assert run(loaded, "backup", str(file))[0] == 1

    whole = file.read_bytes()
    for cut in (whole[: len(whole) // 2], whole[:-1], b"", b"nonsense"):
        file.write_bytes(cut)
        code, _, errors = run(empty, "restore", str(file))
        assert (code, "is not a whole backup" in errors) == (1, True), errors
    assert not any(contents(empty).values())


def test_tables_that_are_left_out_are_those_of_the_running_service() -> None:
    assert {"alembic_version", "heartbeats", "installation", "outbox", "sessions"} == LEFT_OUT
