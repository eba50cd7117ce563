"""A real PostgreSQL, and two tenants with a team each, so that tests can try the other one.

Most tests run in one transaction that is rolled back (`app`); races and crashes get a database of
their own (`live_app`).
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from autoleads import create_app
from autoleads.database import direct
from autoleads.dev import postgres
from autoleads.dev.redis import RedisServer, start_redis
from autoleads.extensions import db, install
from autoleads.logs import configure_logging
from autoleads.services.setup import make_services
from config import Config
from tests.support import tenant_statements
from tests.support.factories import Dealer, make_dealer
from tests.support.statements import watched

pytest_plugins = [
    "tests.support.loopback",
    "tests.support.browsers",
    "tests.support.installations",
    "tests.support.releases",
    "tests.support.replicas",
    "tests.support.pgbouncers",
]

TEMPLATE = "template_autoleads"
MakeApp = Callable[..., Flask]
LogLines = Callable[[], list[dict[str, Any]]]

# No test fails for being slow; and where a change is judged, the examples are the same each time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that have a database of their own: making one takes a while."""
    for item in items:
        if "live_config" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def statements_without_tenant() -> Iterator[list[str]]:
    """Every statement of the product, in the whole run, that forgets the tenant of a table."""
    checked: set[str] = set()
    found: list[str] = []

    def check(statement: str) -> None:
        if statement in checked or not tenant_statements.called_by_product():
            return
        checked.add(statement)
        if missing := tenant_statements.unnamed_tables(statement):
            found.append(f"{sorted(missing)}: {statement}")

    with watched(Engine, check):
        yield found


@pytest.fixture(autouse=True)
def every_statement_names_the_tenant(statements_without_tenant: list[str]) -> Iterator[None]:
    yield
    found = statements_without_tenant.copy()
    statements_without_tenant.clear()
    assert found == []


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    with postgres.start(tmp_path_factory.mktemp("postgres"), durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def base_config(
    postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Config:
    """Settings for a migrated database; tests clone it."""
    urls = postgres_server.create_database(TEMPLATE)
    config = make_config(urls, tmp_path_factory.mktemp("data"))
    app = create_app(config)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return config


def make_config(urls: postgres.Urls, data_dir: Path) -> Config:
    return Config.from_env(
        {
            "APP_ENV": "test",
            "DATABASE_URL": urls.app,
            "MIGRATION_DATABASE_URL": urls.owner,
            "BASE_DOMAIN": "autoleads.test",
            "RATE_LIMITS_ENABLED": "false",
            "DATA_DIR": str(data_dir),
            "LOG_LEVEL": "WARNING",
            "PUBLIC_URL": "http://hooks.autoleads.test",
            "FONNTE_URL": "http://127.0.0.1:9",
            "PUBLIC_FRONT": os.environ.get("PUBLIC_FRONT", "true"),
        }
    )


def cloned(config: Config, urls: postgres.Urls) -> Config:
    read = Config.from_env(
        {"APP_ENV": "test", "DATABASE_URL": urls.app, "MIGRATION_DATABASE_URL": urls.owner}
    )
    return dataclasses.replace(
        config, database_url=read.database_url, migration_database_url=read.migration_database_url
    )


@pytest.fixture(scope="session")
def shared_app(base_config: Config, postgres_server: postgres.Server) -> Iterator[Flask]:
    urls = postgres_server.create_database("autoleads_rolled_back", TEMPLATE)
    app = create_app(cloned(base_config, urls))
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask, base_config: Config) -> Iterator[Flask]:
    """The application over one transaction that is rolled back."""
    install(shared_app, *make_services(shared_app.config["AUTOLEADS"]))
    with rolled_back(shared_app):
        yield shared_app


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Keep all that an application does in one transaction, and roll it back at the end."""
    with app.app_context():
        engines: Any = db.engines
        engine = engines[None]
    # A patch of its own: a test may undo its patches.
    with engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        transaction = connection.begin()
        engines[None] = connection
        # Only this connection sees the test's rows, so single statements go through it too.
        opened = connection.connection.driver_connection
        borrow = direct.borrow

        def borrow_here(source: Any) -> AbstractContextManager[Any]:
            return nullcontext(opened) if source is connection else borrow(source)

        patch.setattr(direct, "borrow", borrow_here)
        try:
            yield
        finally:
            engines[None] = engine
            transaction.rollback()


@pytest.fixture
def live_config(base_config: Config, postgres_server: postgres.Server) -> Iterator[Config]:
    """Settings for a database of the test's own, where commits are commits."""
    name = f"autoleads_{next(_numbers)}"
    yield cloned(base_config, postgres_server.create_database(name, TEMPLATE))
    postgres_server.drop_database(name)


@pytest.fixture
def live_app(live_config: Config) -> Iterator[Flask]:
    """The application over a database of the test's own, for threads, crashes and processes."""
    app = create_app(live_config)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def make_app(live_config: Config) -> Iterator[MakeApp]:
    """Make applications over the live database, each with settings that the test chooses."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        app = create_app(dataclasses.replace(live_config, **settings))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    with start_redis(tmp_path) as server:
        yield server


@pytest.fixture
def owner_engine(live_config: Config) -> Iterator[object]:
    """The live database as the role that owns the tables."""
    engine = create_engine(live_config.migration_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def log_lines() -> Iterator[LogLines]:
    """Return the log lines written since the last call, each the object of its JSON."""
    written = io.StringIO()
    logger = logging.getLogger("autoleads")
    handlers = list(logger.handlers)
    level = logger.level
    configure_logging("INFO")
    [handler] = logger.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)

    def read() -> list[dict[str, Any]]:
        lines = written.getvalue().splitlines()
        written.seek(0)
        written.truncate()
        return [json.loads(line) for line in lines]

    yield read
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.fixture
def dealer_a(app: Flask) -> Dealer:
    return make_dealer(app, "dealer-a")


@pytest.fixture
def dealer_b(app: Flask) -> Dealer:
    return make_dealer(app, "dealer-b")


@pytest.fixture
def live_dealer(live_app: Flask) -> Dealer:
    return make_dealer(live_app, "dealer-a")
