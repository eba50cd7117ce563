"""A web process loads what it serves with, not what commands and rare requests need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RARE = ("alembic", "dns", "flask_migrate", "offapi", "prometheus_client", "redis", "xlsxwriter")


@pytest.mark.slow
def test_starting_loads_no_package_that_is_rarely_needed() -> None:
    program = f"import sys, wsgi; print([name for name in {RARE} if sys.modules.get(name)])"

    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            "APP_ENV": "test",
            "DATABASE_URL": "postgresql://localhost/x",
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.strip() == "[]"
