"""A web process loads and builds what it serves with, not what commands and rare requests need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
RARE = ("alembic", "dns", "flask_migrate", "offapi", "prometheus_client", "redis", "xlsxwriter")
BUILT_SCHEMAS = """
import wsgi
from autoleads.http.envelope import Envelope, PageOf
from autoleads.schemas.base import Query, RequestBody, ResponseShape

schemas = [Query, RequestBody, ResponseShape]
schemas += Envelope.__subclasses__() + PageOf.__subclasses__()
for schema in schemas:
    schemas += schema.__subclasses__()
print({schema.__name__ for schema in schemas if schema.__pydantic_complete__})
"""
COLLECTED = """
import gc
import runpy

settings = runpy.run_path("gunicorn.conf.py")
print(gc.isenabled(), gc.get_freeze_count() > 0)
settings["post_worker_init"](None)
print(gc.isenabled(), gc.get_freeze_count() > 0)
"""
LEFT_BEHIND = """
from pathlib import Path

import wsgi

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

before = resident()
for _ in range(3):
    block = b"x" * 19 * 1024 * 1024
    del block
print((resident() - before) // 1024 // 1024)
"""


def run(program: str) -> str:
    """Run a program beside `wsgi.py`, and return what it prints."""
    return subprocess.run(
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
    ).stdout.strip()


def test_starting_loads_no_package_that_is_rarely_needed() -> None:
    program = f"import sys, wsgi; print([name for name in {RARE} if sys.modules.get(name)])"

    assert run(program) == "[]"


def test_starting_builds_only_the_schema_of_the_public_list() -> None:
    assert run(BUILT_SCHEMAS) == "{'CarQuery'}"


def test_only_workers_collect_garbage_and_only_their_own() -> None:
    assert run(COLLECTED).splitlines() == ["False False", "True True"]


def test_the_memory_of_a_hash_goes_back_to_the_system() -> None:
    assert int(run(LEFT_BEHIND)) < 5
