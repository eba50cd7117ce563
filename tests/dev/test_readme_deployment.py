"""The deployment works as the README and docs/deploy.md describe it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from autoleads import create_app
from autoleads.dev import postgres
from autoleads.extensions import installed
from autoleads.gateways.web_push import WebPush
from config import Config

ROOT = Path(__file__).parents[2]
DEPLOYMENT = (ROOT / "README.md").read_text("utf-8").partition("\n## Deployment\n")[2]
GUIDE = (ROOT / "docs" / "deploy.md").read_text("utf-8")

pytestmark = pytest.mark.slow


def shown(pattern: str, text: str = DEPLOYMENT) -> list[str]:
    """Return the indented lines of a text that begin like this."""
    return re.findall(rf"^    ((?:{pattern})\b.*)$", text, re.MULTILINE)


def run(line: str, env: dict[str, str]) -> str:
    """Run a command of the README, with this Python and as its own process."""
    line = line.partition("  #")[0].replace("$FONNTE_TOKEN", "token")
    program, *arguments = shlex.split(line)
    python = {"python": [sys.executable], "flask": [sys.executable, "-m", "flask"]}
    return subprocess.run(
        [*python[program], *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def run_sql(dsn: str, *statements: str) -> None:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def urls(postgres_server: postgres.Server) -> Iterator[dict[str, str]]:
    """The addresses for the two roles that the guide's SQL makes, under names of this test."""
    statements = [re.sub("autoleads_", "readme_", line) for line in shown("CREATE|GRANT", GUIDE)]
    assert len(statements) == 4
    run_sql(postgres_server.superuser_dsn, *statements)
    yield urls_of(postgres_server, "readme_production")
    postgres_server.drop_database("readme_production")
    run_sql(postgres_server.superuser_dsn, "DROP ROLE readme_app", "DROP ROLE readme_owner")


def urls_of(server: postgres.Server, database: str) -> dict[str, str]:
    address = server.superuser_dsn.replace("/postgres?", f"/{database}?")
    return {
        "MIGRATION_DATABASE_URL": address.replace("postgres@", "readme_owner@"),
        "DATABASE_URL": address.replace("postgres@", "readme_app@"),
    }


@pytest.fixture
def env(urls: dict[str, str]) -> dict[str, str]:
    """The settings of the README, with the keys that its commands make."""
    secret_key, encryption_key = (run(line, {}) for line in shown("python -c"))
    return {
        **urls,
        "SECRET_KEY": secret_key,
        "ENCRYPTION_KEY": encryption_key,
        "BASE_DOMAIN": "example.com",
        # Fonnte's own address is never called from a test.
        "FONNTE_URL": "http://127.0.0.1:9",
    }


def test_from_two_roles_to_a_dealer_with_a_device(env: dict[str, str], tmp_path: Path) -> None:
    commands = shown("flask --app wsgi (?:tenants|users|devices)")
    assert len(commands) == 4

    run("flask --app wsgi db upgrade", env)
    printed = [run(line, env) for line in commands]
    ready = create_app(Config.from_env(env)).test_client().get("/readyz")
    [backup] = shown("flask --app wsgi backup")
    run(backup.replace("autoleads-", f"{tmp_path}/"), env)

    assert "status       trial" in printed[0]
    assert "https://example.com/webhook/fonnte/" in printed[2]
    assert re.search("status +active", printed[3])
    assert ready.status_code == 200, ready.get_data(as_text=True)


def test_a_dealer_moves_to_a_second_cell_and_is_deleted_in_the_first(
    env: dict[str, str], postgres_server: postgres.Server
) -> None:
    run_sql(postgres_server.superuser_dsn, "CREATE DATABASE readme_cell OWNER readme_owner")
    cell = env | urls_of(postgres_server, "readme_cell")
    for settings in (env, cell):
        run("flask --app wsgi db upgrade", settings)
    run_sql(cell["MIGRATION_DATABASE_URL"], *shown("SELECT setval", GUIDE))
    for line in shown("flask --app wsgi (?:tenants|users|devices)"):
        run(line, env)

    [move] = shown("flask --app wsgi tenants move", GUIDE)
    moved = run(move.replace("$CELL_2_DATABASE_URL", cell["MIGRATION_DATABASE_URL"]), env)
    run_sql(env["MIGRATION_DATABASE_URL"], *shown("SELECT set_config|DELETE", GUIDE))
    new = "flask --app wsgi tenants create --slug dealer2 --name Baru"

    assert "dealer1 is suspended here" in moved
    assert run("flask --app wsgi tenants list", env) == "none"
    assert re.search("1 +dealer1 +active", run("flask --app wsgi tenants list", cell))
    assert "2000000000001" in run(new, cell)
    [rotate] = shown("flask --app wsgi devices rotate-keys", GUIDE)
    assert re.search(r"rotated +1\b", run(rotate, cell))
    postgres_server.drop_database("readme_cell")


def test_the_key_for_notifications_is_what_follows_from_the_secret() -> None:
    env = {"APP_ENV": "test", "DATABASE_URL": "postgresql://a@b/c", "SECRET_KEY": "x" * 32}
    [line] = shown("python -c", GUIDE)

    printed = run(line, env)

    before, after = (
        installed(create_app(Config.from_env(settings)), WebPush).public_key
        for settings in (env, env | {"SECRET_KEY": "y" * 32, "VAPID_PRIVATE_KEY": printed})
    )
    assert before == after
