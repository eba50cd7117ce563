"""The `flask` command, inside this process and as one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from config import Config

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Operator:
    """Runs commands on one application."""

    app: Flask

    def run(self, *arguments: str) -> Result:
        return self.app.test_cli_runner().invoke(args=arguments)

    def json(self, *arguments: str) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        output: dict[str, Any] = json.loads(result.stdout)
        return output

    def refused(self, *arguments: str, code: int = 1) -> str:
        """The one line on standard error."""
        result = self.run(*arguments)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        return result.stderr


@pytest.fixture
def operator(app: Flask) -> Operator:
    return Operator(app)


def process_settings(config: Config) -> dict[str, str]:
    """The environment of a process with these settings."""
    return {
        "PATH": os.environ["PATH"],
        "APP_ENV": "test",
        "DATABASE_URL": config.database_url,
        "BASE_DOMAIN": config.base_domain,
        "DATA_DIR": str(config.data_dir),
    }


def flask_process(config: Config, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A real `flask --app wsgi`, with nobody at the terminal."""
    return subprocess.run(
        (sys.executable, "-m", "flask", "--app", "wsgi", *arguments),
        cwd=ROOT,
        env=process_settings(config) | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
