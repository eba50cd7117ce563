"""Two installations on one Redis: neither is ever served with what the other has stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from autoleads import create_app
from autoleads.dev import postgres
from autoleads.dev.redis import RedisServer
from autoleads.extensions import db, installed
from autoleads.services.tenants import TenantCache
from config import Config, Limits
from tests.conftest import TEMPLATE, MakeApp, cloned
from tests.support.factories import Api, Dealer, make_dealer

pytestmark = pytest.mark.slow

HOST = "dealer-a.autoleads.test"


@pytest.fixture
def first(make_app: MakeApp, redis_server: RedisServer) -> Dealer:
    return make_dealer(make_app(redis_url=redis_server.url), "dealer-a", city="Solo")


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


def city(app: Flask, host: str = HOST) -> str | None:
    """Return the city shown at a host by a process that has nothing cached; None for a 404."""
    with app.app_context():
        installed(app, TenantCache).clear()
    data = Api(app, host).get("/api/tenant").get_json().get("data")
    return data["city"] if data else None


def test_tenants_with_the_same_slug_id_and_version_stay_apart(
    first: Dealer, other_config: Config
) -> None:
    second = make_dealer(create_app(other_config), "dealer-a", city="Medan")
    for dealer in (first, second):
        with create_engine(
            dealer.app.config["AUTOLEADS"].migration_database_url
        ).begin() as connection:
            connection.execute(text("DROP TRIGGER next_version ON tenants"))
            connection.execute(text("UPDATE tenants SET version = 7"))
    assert first.tenant.id == second.tenant.id

    shown = [city(app) for app in (first.app, second.app) * 3]

    assert shown == ["Solo", "Medan"] * 3
    with second.app.app_context():
        db.engine.dispose()


def test_slug_that_moved_to_another_tenant_is_not_served_from_a_cached_copy(first: Dealer) -> None:
    assert city(first.app) == "Solo"
    config: Config = first.app.config["AUTOLEADS"]
    with create_engine(config.migration_database_url).begin() as connection:
        connection.execute(text("DROP TRIGGER next_version ON tenants"))
        connection.execute(text("UPDATE tenants SET slug = 'dealer-old'"))

    assert city(first.app) is None
    assert city(first.app, "dealer-old.autoleads.test") == "Solo"


def test_version_never_comes_twice(first: Dealer) -> None:
    versions = set()
    for number in range(20):
        response = first.owner.patch("/api/admin/tenant", json={"city": f"Kota {number}"})
        versions.add(response.headers["ETag"])

    assert len(versions) == 20
    assert versions != {f'"{number}"' for number in range(2, 22)}


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
