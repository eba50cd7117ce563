"""Domains of tenants are served once a DNS record proves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import DomainClaim
from autoleads.worker import maintenance
from tests.support.dns_server import DnsServer
from tests.support.factories import Api, Dealer, make_dealer
from tests.support.lead_api import data, wrong_fields

TENANT = "/api/admin/tenant"
VERIFY = f"{TENANT}/domain/verify"
DOMAIN = "majujaya.example"


def claim(dealer: Dealer, domain: str | None = DOMAIN) -> dict[str, Any]:
    shown: dict[str, Any] = data(dealer.owner.patch(TENANT, json={"domain": domain}))
    return shown


def add_record(dns: DnsServer, shown: dict[str, Any]) -> None:
    verification = shown["domainVerification"]
    dns.records[verification["name"]] = verification["value"]


def slug_at(app: Flask, host: str) -> str | None:
    response = Api(app, host).get("/api/tenant").get_json()
    return response["data"]["slug"] if response["success"] else None


def pass_time(by: timedelta, app: Flask) -> None:
    earlier = {"checked_at": DomainClaim.checked_at - by, "created_at": DomainClaim.created_at - by}
    with app.app_context(), platform_scope():
        db.session.execute(update(DomainClaim).values(earlier))
        db.session.commit()


def test_claimed_domain_is_pending_and_serves_nothing(dealer_a: Dealer, dns: DnsServer) -> None:
    shown = claim(dealer_a)

    verification = shown["domainVerification"]
    assert shown["domain"] == DOMAIN
    assert (verification["name"], verification["type"]) == ("_autoleads.majujaya.example", "TXT")
    assert (verification["status"], verification["checkedAt"]) == ("pending", None)
    assert slug_at(dealer_a.app, DOMAIN) is None
    checked = data(dealer_a.owner.post(VERIFY))["domainVerification"]
    assert (checked["status"], checked["checkedAt"] is not None) == ("pending", True)


def test_domain_with_its_record_is_served_with_and_without_www(
    dealer_a: Dealer, dns: DnsServer
) -> None:
    add_record(dns, claim(dealer_a, f"www.{DOMAIN}"))

    shown = data(dealer_a.owner.post(VERIFY))

    assert (shown["domain"], shown["domainVerification"]["status"]) == (DOMAIN, "verified")
    assert slug_at(dealer_a.app, DOMAIN) == "dealer-a"
    assert slug_at(dealer_a.app, f"WWW.{DOMAIN}:443") == "dealer-a"
    assert slug_at(dealer_a.app, f"shop.{DOMAIN}") is None


def test_claim_blocks_nobody_and_the_first_proof_wins(
    dealer_a: Dealer, dealer_b: Dealer, dns: DnsServer
) -> None:
    theirs = claim(dealer_b)
    add_record(dns, claim(dealer_a))
    assert data(dealer_a.owner.post(VERIFY))["domainVerification"]["status"] == "verified"
    assert data(dealer_b.owner.post(VERIFY))["domainVerification"]["status"] == "pending"

    add_record(dns, theirs)

    assert dealer_b.owner.post(VERIFY).status_code == 409
    assert slug_at(dealer_a.app, DOMAIN) == "dealer-a"


def test_old_domain_is_served_until_the_new_one_is_proved(app: Flask, dns: DnsServer) -> None:
    dealer = make_dealer(app, "dealer-c", domain="old.example")
    assert data(dealer.owner.get(TENANT))["domainVerification"]["status"] == "verified"

    shown = claim(dealer)
    assert (slug_at(app, "old.example"), slug_at(app, DOMAIN)) == ("dealer-c", None)
    add_record(dns, shown)
    dealer.owner.post(VERIFY)

    assert (slug_at(app, "old.example"), slug_at(app, DOMAIN)) == (None, "dealer-c")


def test_given_up_domain_is_not_served_and_needs_a_new_record(
    dealer_a: Dealer, dns: DnsServer
) -> None:
    add_record(dns, claim(dealer_a))
    dealer_a.owner.post(VERIFY)

    assert claim(dealer_a, None)["domainVerification"] is None
    assert slug_at(dealer_a.app, DOMAIN) is None
    assert dealer_a.owner.post(VERIFY).status_code == 409
    claim(dealer_a)
    assert data(dealer_a.owner.post(VERIFY))["domainVerification"]["status"] == "pending"


@pytest.mark.parametrize(
    "domain",
    [
        "dealer-b.autoleads.test",
        "autoleads.test",
        "x.y.autoleads.test",
        "hooks.autoleads.test",
        "10.0.0.1",
        "1.2.3.400",
        "::1",
        "localhost",
        "majujaya",
        "com",
        "https://majujaya.example",
    ],
)
def test_names_that_no_dealer_can_own_are_refused(dealer_a: Dealer, domain: str) -> None:
    assert wrong_fields(dealer_a.owner.patch(TENANT, json={"domain": domain})) == ["domain"]


def test_only_the_owner_verifies(dealer_a: Dealer) -> None:
    assert dealer_a.admin.post(VERIFY).status_code == 403


def test_worker_checks_pending_claims_every_ten_minutes_for_a_week(
    dealer_a: Dealer, dns: DnsServer
) -> None:
    shown = claim(dealer_a)
    with dealer_a.app.app_context():
        maintenance.verify_domains()
        add_record(dns, shown)
        maintenance.verify_domains()
    assert slug_at(dealer_a.app, DOMAIN) is None

    pass_time(timedelta(minutes=11), dealer_a.app)
    with dealer_a.app.app_context():
        maintenance.verify_domains()

    assert slug_at(dealer_a.app, DOMAIN) == "dealer-a"


def test_claim_without_a_record_fails_after_a_week_and_can_still_be_proved(
    dealer_a: Dealer, dns: DnsServer
) -> None:
    shown = claim(dealer_a)
    pass_time(timedelta(days=8), dealer_a.app)
    with dealer_a.app.app_context():
        maintenance.verify_domains()
    failed = data(dealer_a.owner.get(TENANT))["domainVerification"]
    assert failed["status"] == "failed"
    assert failed["checkedAt"] > (datetime.now(UTC) - timedelta(minutes=1)).isoformat()

    add_record(dns, shown)

    assert data(dealer_a.owner.post(VERIFY))["domainVerification"]["status"] == "verified"
