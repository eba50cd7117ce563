"""The deployment of the README works as it is written there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from autoleads import create_app
from autoleads.dev import postgres
from config import Config

ROOT = Path(__file__).parents[2]
DEPLOYMENT = (ROOT / "README.md").read_text("utf-8").partition("\n## Deployment\n")[2]

pytestmark = pytest.mark.slow


def shown(pattern: str) -> list[str]:
    """Return the indented lines of the deployment that begin like this."""
    return re.findall(rf"^    ((?:{pattern}) .*)$", DEPLOYMENT, re.MULTILINE)


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


@pytest.fixture
def urls(postgres_server: postgres.Server) -> dict[str, str]:
    """The addresses for the two roles that the README's SQL makes, under names of this test."""
    statements = [re.sub("autoleads_", "readme_", line) for line in shown("CREATE|GRANT")]
    assert len(statements) == 4
    with (
        closing(psycopg2.connect(postgres_server.superuser_dsn)) as connection,
        connection.cursor() as cursor,
    ):
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)
    address = postgres_server.superuser_dsn.replace("/postgres?", "/readme_production?")
    return {
        "MIGRATION_DATABASE_URL": address.replace("postgres@", "readme_owner@"),
        "DATABASE_URL": address.replace("postgres@", "readme_app@"),
    }


def test_from_two_roles_to_a_dealer_with_a_device(urls: dict[str, str], tmp_path: Path) -> None:
    secret_key, encryption_key = (run(line, {}) for line in shown("python -c"))
    env = {
        **urls,
        "SECRET_KEY": secret_key,
        "ENCRYPTION_KEY": encryption_key,
        "BASE_DOMAIN": "example.com",
        # Fonnte's own address is never called from a test.
        "FONNTE_URL": "http://127.0.0.1:9",
    }
    commands = shown("flask --app wsgi (?:tenants|users|devices)")
    assert len(commands) == 4

    run("flask --app wsgi db upgrade", env)
    printed = [run(line, env) for line in commands]
    ready = create_app(Config.from_env(env)).test_client().get("/readyz")
    run(f"flask --app wsgi backup {tmp_path}/rows", env)

    assert "status       trial" in printed[0]
    assert "https://example.com/webhook/fonnte/" in printed[2]
    assert re.search("status +active", printed[3])
    assert ready.status_code == 200, ready.get_data(as_text=True)
