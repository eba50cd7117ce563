"""While a release rolls out, or back, older code meets a newer database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from config import Config
from tests.cli.conftest import flask_process
from tests.support.releases import unpack_previous

WALK = Path(__file__).parents[1] / "support" / "release_walk.py"
NEWER = "UPDATE alembic_version SET version_num = '9999'"


def test_process_with_a_newer_database_stays_ready(live_app: Flask, owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text(NEWER))

    response = live_app.test_client().get("/readyz")

    assert response.status_code == 200
    assert response.get_json()["data"]["checks"]["migrations"] is True


def test_process_with_an_older_database_is_not_ready(live_app: Flask, owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    response = live_app.test_client().get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["error"]["message"] == "Not ready: migrations."


@pytest.mark.slow
def test_upgrade_by_older_code_says_so_and_succeeds(
    live_config: Config, owner_engine: Engine
) -> None:
    with owner_engine.begin() as connection:
        connection.execute(text(NEWER))

    urls = {"MIGRATION_DATABASE_URL": live_config.migration_database_url}
    result = flask_process(live_config, "db", "upgrade", **urls)

    assert result.returncode == 0, result.stderr
    assert "The database is newer (revision 9999) than this release" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
@pytest.mark.needs_history
def test_the_previous_release_works_on_the_newest_schema(
    live_config: Config, tmp_path: Path
) -> None:
    unpack_previous(tmp_path)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(tmp_path),
        "APP_ENV": "test",
        "DATABASE_URL": live_config.database_url,
        "BASE_DOMAIN": live_config.base_domain,
        "FONNTE_URL": live_config.fonnte_url,
        "RATE_LIMITS_ENABLED": "false",
        "LOG_LEVEL": "ERROR",
    }

    walk = subprocess.run(
        [sys.executable, WALK], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )

    assert walk.returncode == 0, walk.stdout + walk.stderr
