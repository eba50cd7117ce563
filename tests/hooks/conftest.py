"""A Redis of the test's own, and applications with settings of its choice."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from autoleads import create_app
from autoleads.dev.redis import RedisServer, start_redis
from autoleads.extensions import db
from autoleads.hooks import rate_limits
from config import Config

MakeApp = Callable[..., Flask]


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    with start_redis(tmp_path) as server:
        yield server


@pytest.fixture
def make_app(live_config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeApp]:
    """Apps over one live database, each as if its process had just started, with settings of the test's choice."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        monkeypatch.setattr(rate_limits, "_counter", rate_limits._Counter())
        made.append(create_app(dataclasses.replace(live_config, **settings)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
