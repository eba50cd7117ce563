"""The cache of tenants in a process: bounded, and as fresh as the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from autoleads.extensions import installed
from autoleads.services.tenants import TenantCache, cache
from config import Config
from tests.conftest import MakeApp
from tests.support.factories import Api, Dealer, make_dealer

HOST = "dealer-a.autoleads.test"


def test_unknown_hosts_take_no_more_than_the_maximum_of_entries(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 20)
    process = TenantCache(("autoleads.test",))
    with app.app_context():
        for number in range(30):
            process.find(f"x{number}.example.com")

    assert len(process._entries) == 20


def city(dealer: Dealer, host: str = HOST) -> str | None:
    """Return the city shown at a host by a process that has nothing cached; None for a 404."""
    installed(dealer.app, TenantCache).clear()
    data = Api(dealer.app, host).get("/api/tenant").get_json().get("data")
    return data["city"] if data else None


@pytest.mark.slow
def test_a_slug_that_moved_to_another_name_is_not_served(live_dealer: Dealer) -> None:
    config: Config = live_dealer.app.config["AUTOLEADS"]
    live_dealer.owner.patch("/api/admin/tenant", json={"city": "Solo"})
    assert city(live_dealer) == "Solo"
    engine = create_engine(config.migration_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET slug = 'dealer-old'"))
    engine.dispose()

    assert city(live_dealer) is None
    assert city(live_dealer, "dealer-old.autoleads.test") == "Solo"


@pytest.mark.slow
def test_a_tenant_is_of_the_catalogue_it_was_read_with(
    live_dealer: Dealer, owner_engine: Engine
) -> None:
    process = installed(live_dealer.app, TenantCache)
    version = text("SELECT version FROM catalogues")
    with live_dealer.app.app_context(), owner_engine.begin() as connection:
        process.find(HOST)
        assert process.is_of_catalogue(live_dealer.tenant, connection.scalar(version))

        connection.execute(text("UPDATE tenants SET status = 'suspended'"))

        assert not process.is_of_catalogue(live_dealer.tenant, connection.scalar(version))


def test_a_version_never_comes_twice(dealer_a: Dealer) -> None:
    versions = set()
    for number in range(20):
        response = dealer_a.owner.patch("/api/admin/tenant", json={"city": f"Kota {number}"})
        versions.add(response.headers["ETag"])

    assert len(versions) == 20
    assert versions != {f'"{number}"' for number in range(2, 22)}


@pytest.mark.slow
@pytest.mark.parametrize("public_front", [True, False])
def test_a_change_is_shown_under_each_host_of_a_tenant(
    make_app: MakeApp, owner_engine: Engine, public_front: bool
) -> None:
    app = make_app(public_front=public_front)
    dealer = make_dealer(app, "dealer-a", domain="mobil.example.com")
    hosts = ("mobil.example.com", HOST)
    shown = [Api(app, host).get("/api/tenant").get_json()["data"]["city"] for host in hosts]
    assert shown == [None, None]
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET city = 'Solo'"))
    # One host has been asked since the change, the other not.
    installed(app, TenantCache).forget(replace(dealer.tenant, domain="other.example.com"))
    assert Api(app, HOST).get("/api/cars").status_code == 200

    shown = [Api(app, host).get("/api/tenant").get_json()["data"]["city"] for host in hosts]

    assert shown == ["Solo", "Solo"]
