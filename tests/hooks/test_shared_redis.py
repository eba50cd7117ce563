"""Two installations on one Redis: neither counts what the other has counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from autoleads import create_app
from autoleads.dev import postgres
from autoleads.dev.redis import RedisServer
from autoleads.extensions import db
from config import Config, Limits
from tests.conftest import TEMPLATE, MakeApp, cloned
from tests.support.factories import Api

pytestmark = pytest.mark.slow


@pytest.fixture
def other_config(
    base_config: Config, postgres_server: postgres.Server, redis_server: RedisServer
) -> Iterator[Config]:
    """Settings for a second database on the same Redis; its installation id is its own."""
    urls = postgres_server.create_database("autoleads_other", TEMPLATE)
    config = replace(cloned(base_config, urls), redis_url=redis_server.url)
    renew_installation_id(config)
    yield config
    postgres_server.drop_database("autoleads_other")


def renew_installation_id(config: Config) -> None:
    engine = create_engine(config.migration_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE installation SET id = gen_random_uuid()"))
    engine.dispose()


def test_rate_limits_of_two_installations_are_counted_apart(
    make_app: MakeApp, other_config: Config, redis_server: RedisServer
) -> None:
    limits = Limits(public="2/minute")
    first = make_app(redis_url=redis_server.url, rate_limits_enabled=True, limits=limits)
    second = create_app(replace(other_config, rate_limits_enabled=True, limits=limits))

    statuses = [Api(app, "x.test").get("/x").status_code for app in (first, first, first, second)]

    assert statuses == [404, 404, 429, 404]
    with second.app_context():
        db.engine.dispose()
