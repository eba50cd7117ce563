"""The tenant of a host, and how soon its changes count."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, text, update
from werkzeug.test import EnvironBuilder, run_wsgi_app

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db, install, installed
from autoleads.models import Tenant
from autoleads.services.tenants import TenantCache, cache
from autoleads.text.host import RESERVED
from tests.support.clock import Clock
from tests.support.factories import Api, Dealer, make_dealer

NOW = datetime.now(UTC)


def ask(app: Flask, host: str, **headers: str) -> str:
    """The slug of the dealer that this host belongs to, or the error's code."""
    response = Api(app, host, headers=headers).get("/api/tenant").get_json()
    return str(response.get("data", {}).get("slug") or response["error"]["code"])


@pytest.fixture
def clock(live_app: Flask) -> Clock:
    """The clock of the live application's tenant cache."""
    clock = Clock()
    base_domains = (live_app.config["AUTOLEADS"].base_domain,)
    install(live_app, TenantCache(base_domains, clock.monotonic))
    return clock


def change(engine: Engine, statement: str) -> None:
    """As another process would, or an operator in psql."""
    with engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "host",
    [
        "{}.autoleads.test",
        "{}.AutoLeads.TEST",
        "{}.autoleads.test:8000",
        "{}.autoleads.test.",
        "{}.autoleads.test.:443",
    ],
)
def test_a_host_is_read_in_any_case_with_port_and_with_a_trailing_dot(
    dealer_a: Dealer, host: str
) -> None:
    assert ask(dealer_a.app, host.format("dealer-a")) == "dealer-a"
    assert ask(dealer_a.app, host.format("DEALER-A")) == "dealer-a"


@pytest.mark.parametrize(
    "host", ["mobil.example.com", "Mobil.Example.com:8443", "mobil.example.com."]
)
def test_a_tenant_is_found_at_its_own_domain(app: Flask, host: str) -> None:
    make_dealer(app, "dealer-c", domain="mobil.example.com")

    assert ask(app, host) == "dealer-c"
    assert ask(app, f"www.{host}") == "dealer-c"
    assert ask(app, f"shop.{host}") == "TENANT_NOT_FOUND"


@pytest.mark.parametrize("label", sorted(RESERVED))
def test_reserved_labels_belong_to_no_tenant(app: Flask, label: str) -> None:
    make_dealer(app, label)

    assert ask(app, f"{label}.autoleads.test") == "TENANT_NOT_FOUND"


def test_the_base_domain_belongs_to_no_tenant(app: Flask) -> None:
    assert ask(app, "autoleads.test") == "TENANT_NOT_FOUND"


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        ".",
        "localhost",
        "127.0.0.1",
        "[::1]:8000",
        "dealer-a",
        "nobody.autoleads.test",
        "x.dealer-a.autoleads.test",
        "dealer-aXautoleads.test",
        "dealer-a.autoleads.test.evil.com",
        "dealer-a.autoleads.test..",
        "dealer-a..autoleads.test",
        "dealer-a.autoleads.test:",
        "dealer-a.autoleads.test:http",
        "dealer-a.autoleads.test:99999",
        "dealer-a.autoleads.test/x",
        "dealer-a.autoleads.test,dealer-b.autoleads.test",
        "x@dealer-a.autoleads.test",
        "dealer-a.autoleads.test\t",
        "déaler-a.autoleads.test",
        "dealer-a%00.autoleads.test",
        "-dealer-a.autoleads.test",
        f"{'a.' * 2000}autoleads.test",
    ],
)
def test_a_malformed_host_is_404(dealer_a: Dealer, host: str) -> None:
    response = Api(dealer_a.app, host).get("/api/tenant", headers={"Origin": "https://x.test"})

    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "TENANT_NOT_FOUND"
    assert (
        Api(dealer_a.app, host)
        .get("/api/admin/auth/me", headers={"Origin": "https://x.test"})
        .status_code
        == 404
    )


def test_a_missing_host_is_404(dealer_a: Dealer) -> None:
    environ = EnvironBuilder("/api/tenant").get_environ()
    del environ["HTTP_HOST"]

    _, status, _ = run_wsgi_app(dealer_a.app, environ)

    assert status == "404 NOT FOUND"


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "Forwarded", "X-Tenant", "X-Tenant-ID", "X-Original-Host"]
)
def test_no_other_header_chooses_the_tenant(
    dealer_a: Dealer, dealer_b: Dealer, header: str
) -> None:
    value = f"host={dealer_b.host}" if header == "Forwarded" else dealer_b.host

    assert ask(dealer_a.app, dealer_a.host, **{header: value}) == "dealer-a"
    assert ask(dealer_a.app, "nobody.autoleads.test", **{header: value}) == "TENANT_NOT_FOUND"


def test_neither_query_nor_body_chooses_the_tenant(dealer_a: Dealer, dealer_b: Dealer) -> None:
    query = f"tenantId={dealer_b.tenant.id}&tenant_id={dealer_b.tenant.id}&tenant=dealer-b"
    response = dealer_a.owner.patch(
        "/api/admin/tenant", json={"tenantId": dealer_b.tenant.id, "city": "Solo"}
    )

    assert dealer_a.public.get(f"/api/tenant?{query}").get_json()["data"]["slug"] == "dealer-a"
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("status", "trial_ends_at", "served"),
    [
        ("active", None, True),
        ("active", NOW - timedelta(days=1), True),
        ("trial", NOW + timedelta(hours=5), True),
        ("trial", NOW - timedelta(seconds=1), False),
        ("suspended", None, False),
        ("suspended", NOW + timedelta(days=1), False),
        ("expired", None, False),
    ],
)
def test_only_active_tenants_and_running_trials_are_served(
    dealer_a: Dealer, status: str, trial_ends_at: datetime | None, served: bool
) -> None:
    token = dealer_a.owner.token
    with dealer_a.app.app_context(), platform_scope():
        db.session.execute(update(Tenant).values(status=status, trial_ends_at=trial_ends_at))
        db.session.commit()
    installed(dealer_a.app, TenantCache).clear()

    responses = [
        dealer_a.public.get("/api/tenant"),
        Api(dealer_a.app, dealer_a.host, token).get("/api/admin/auth/me"),
        dealer_a.public.post("/api/admin/auth/login", json={}),
    ]

    assert [response.status_code for response in responses] == (
        [200, 200, 422] if served else [403, 403, 403]
    )
    if not served:
        assert {response.get_json()["error"]["code"] for response in responses} == {
            "TENANT_INACTIVE"
        }


def test_trial_that_ends_while_the_tenant_is_cached_is_refused(app: Flask) -> None:
    dealer = make_dealer(app, "dealer-c", status="trial", trial_days=1)
    assert ask(app, dealer.host) == "dealer-c"

    key = "slug:dealer-c"
    entry = installed(app, TenantCache)._entries[key]
    assert entry.tenant
    assert entry.tenant.is_open(NOW + timedelta(hours=23))
    assert not entry.tenant.is_open(NOW + timedelta(hours=25))


@pytest.mark.parametrize("version", ["", ", version = version + 1"])
def test_a_suspension_by_another_process_counts_within_five_seconds(
    live_dealer: Dealer, owner_engine: Engine, clock: Clock, version: str
) -> None:
    for _ in range(3):
        assert ask(live_dealer.app, live_dealer.host) == "dealer-a"
        clock.sleep(4)
    change(owner_engine, f"UPDATE tenants SET status = 'suspended'{version}")
    clock.sleep(5.1)

    assert ask(live_dealer.app, live_dealer.host) == "TENANT_INACTIVE"


def test_a_cached_tenant_costs_no_query_for_five_seconds(
    live_dealer: Dealer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(live_dealer.app, live_dealer.host)
    ask(live_dealer.app, "nobody.autoleads.test")
    monkeypatch.delattr(cache, "current")
    clock.sleep(4.9)

    assert ask(live_dealer.app, live_dealer.host) == "dealer-a"
    assert ask(live_dealer.app, "nobody.autoleads.test") == "TENANT_NOT_FOUND"


def test_a_new_tenant_is_found_within_five_seconds_of_a_404(
    live_dealer: Dealer, owner_engine: Engine, clock: Clock
) -> None:
    assert ask(live_dealer.app, "dealer-z.autoleads.test") == "TENANT_NOT_FOUND"
    change(
        owner_engine, "INSERT INTO tenants (slug, name, status) VALUES ('dealer-z', 'Z', 'active')"
    )
    clock.sleep(5.1)

    assert ask(live_dealer.app, "dealer-z.autoleads.test") == "dealer-z"


def test_a_domain_moves_from_one_tenant_to_another(
    live_app: Flask, owner_engine: Engine, clock: Clock
) -> None:
    make_dealer(live_app, "dealer-a", domain="mobil.example.com")
    make_dealer(live_app, "dealer-b")
    assert ask(live_app, "mobil.example.com") == "dealer-a"
    change(owner_engine, "UPDATE tenants SET domain = NULL WHERE slug = 'dealer-a'")
    change(owner_engine, "UPDATE tenants SET domain = 'mobil.example.com' WHERE slug = 'dealer-b'")
    clock.sleep(5.1)

    assert ask(live_app, "mobil.example.com") == "dealer-b"
    assert ask(live_app, "dealer-a.autoleads.test") == "dealer-a"


def test_a_change_made_here_counts_at_once(app: Flask) -> None:
    dealer = make_dealer(app, "dealer-c", domain="mobil.example.com")
    assert dealer.public.get("/api/tenant").get_json()["data"]["city"] is None
    assert ask(app, "mobil.example.com") == "dealer-c"
    dealer.owner.patch("/api/admin/tenant", json={"city": "Solo", "domain": None})

    assert dealer.public.get("/api/tenant").get_json()["data"]["city"] == "Solo"
    assert ask(app, "mobil.example.com") == "TENANT_NOT_FOUND"


def test_cached_tenant_is_immutable(dealer_a: Dealer) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        dealer_a.tenant.status = "active"  # type: ignore[misc]
