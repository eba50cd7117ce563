"""`flask worker`."""

from __future__ import annotations

import json

from config import Config
from tests.cli.conftest import flask_process


def test_once_with_an_empty_queue_exits_and_says_so(live_config: Config) -> None:
    result = flask_process(live_config, "worker", "--once", "--json")

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {"done": 0}
