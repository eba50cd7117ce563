"""A command that cannot work says why in one line, with exit code 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import make_url

from autoleads.database.problems import old_server_problem
from autoleads.dev import postgres
from config import Config
from tests.cli.conftest import Operator, flask_process
from tests.conftest import MakeApp

pytestmark = pytest.mark.slow

Refusal = Callable[[str, str], str]

NO_RESPONSE = "Error: The database does not respond: "
BYPASS = "Error: The role of DATABASE_URL can bypass row-level security"
COMMANDS = ["tenants list", "worker --once", "backup {tmp}/rows", "db upgrade"]


def only_line(stderr: str) -> str:
    """Return the one line that a failed command printed, but for the log of migrations."""
    lines = [line for line in stderr.splitlines() if not line.startswith("INFO ")]
    assert len(lines) == 1, stderr
    return lines[0]


@pytest.fixture
def refusal(make_app: MakeApp, tmp_path: Path) -> Refusal:
    """Return what a command prints that fails with the database at some address."""

    def run(command: str, database_url: str) -> str:
        url = Config.from_env({"APP_ENV": "test", "DATABASE_URL": database_url}).database_url
        app = make_app(database_url=url, migration_database_url=url)
        result = Operator(app).run(*command.format(tmp=tmp_path).split())
        assert result.exit_code == 1, result.output
        return only_line(result.stderr)

    return run


@pytest.fixture
def superuser_url(postgres_server: postgres.Server, live_config: Config) -> str:
    database = make_url(live_config.database_url).database
    return postgres_server.superuser_dsn.replace("/postgres?", f"/{database}?")


@pytest.fixture
def role_without_rights(superuser_url: str) -> Iterator[str]:
    """The address of the live database for a role that was granted nothing."""
    with closing(psycopg2.connect(superuser_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("CREATE ROLE newcomer LOGIN")
        yield superuser_url.replace("postgres@", "newcomer@")
        cursor.execute("DROP ROLE newcomer")


@pytest.mark.parametrize("command", COMMANDS)
def test_database_that_is_not_there(command: str, live_config: Config, refusal: Refusal) -> None:
    url = live_config.database_url.replace("@/autoleads_", "@/no_such_")

    line = refusal(command, url)

    assert line.startswith(f'{NO_RESPONSE}database "no_such_')


@pytest.mark.parametrize("command", COMMANDS)
def test_port_where_nothing_listens(command: str, refusal: Refusal) -> None:
    line = refusal(command, "postgresql://a:secret@127.0.0.1:9/x")

    assert line == (
        f'{NO_RESPONSE}connection to server at "127.0.0.1", port 9 failed: Connection refused.'
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_host_that_does_not_exist(command: str, live_config: Config, tmp_path: Path) -> None:
    words = command.format(tmp=tmp_path).split()

    result = flask_process(live_config, *words, DATABASE_URL="postgresql://a:secret@no.invalid/x")

    assert result.returncode == 1
    line = only_line(result.stderr)
    assert line.startswith(f'{NO_RESPONSE}could not translate host name "no.invalid"')
    assert "secret" not in line


@pytest.mark.parametrize("command", ["tenants list", "worker --once", "backup {tmp}/rows"])
def test_database_without_tables(
    command: str, postgres_server: postgres.Server, refusal: Refusal
) -> None:
    line = refusal(command, postgres_server.urls.app)

    assert line == "Error: The tables are missing: run `flask --app wsgi db upgrade` first."


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_role_without_rights(command: str, role_without_rights: str, refusal: Refusal) -> None:
    line = refusal(command, role_without_rights)

    assert line.startswith("Error: The database role lacks a right: permission denied for ")
    assert "MIGRATION_DATABASE_URL" in line


@pytest.mark.parametrize("command", ["worker", "worker --once", "db upgrade"])
def test_serving_as_a_superuser_is_refused(
    command: str, superuser_url: str, refusal: Refusal
) -> None:
    assert refusal(command, superuser_url).startswith(BYPASS)


@pytest.mark.parametrize(
    ("version", "problem"),
    [(14, "PostgreSQL 15 or newer is needed; this is 14."), (15, None), (18, None)],
)
def test_oldest_server(version: int, problem: str | None) -> None:
    assert old_server_problem(version) == problem
