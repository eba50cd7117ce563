"""The dealer's own domain, as the owner claims it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.support.dns_server import DnsServer
from tests.support.factories import Dealer
from tests.support.panel import Panel, panel_of

PAGE = "/admin/settings/domain"


@pytest.fixture
def owner(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "owner")


def record_on(page: str) -> tuple[str, str]:
    """Return the name and the value of the record that a page asks for."""
    fields = dict(re.findall(r'<input id="(record-\w+)" value="([^"]*)"', page))
    return unescape(fields["record-name"]), unescape(fields["record-value"])


def test_a_domain_is_claimed_proved_and_served(
    dealer_a: Dealer, owner: Panel, dns: DnsServer
) -> None:
    owner.post(PAGE, domain="MajuJaya.example")
    page = owner.get(PAGE).text
    name, value = record_on(page)
    assert name == "_autoleads.majujaya.example"
    assert "Menunggu bukti" in page

    missed = owner.post(f"{PAGE}/verify")
    dns.records[name] = value
    found = owner.post(f"{PAGE}/verify")

    assert missed.location == f"{PAGE}?said=domain_not_found"
    assert found.location == f"{PAGE}?said=domain_found"
    served = dealer_a.app.test_client().get("/api/tenant", base_url="http://majujaya.example")
    assert served.status_code == 200
    assert "Aktif" in owner.get(PAGE).text


def test_a_domain_of_the_platform_is_refused_beside_its_field(owner: Panel, dns: DnsServer) -> None:
    response = owner.post(PAGE, domain="other.autoleads.test")

    assert response.status_code == 422
    assert 'id="domain-note">Milik platform' in response.text
    assert 'value="other.autoleads.test"' in response.text


def test_an_emptied_domain_is_given_up(owner: Panel, dns: DnsServer) -> None:
    owner.post(PAGE, domain="majujaya.example")

    owner.post(PAGE, domain="")

    assert "majujaya.example" not in owner.get(PAGE).text
    assert owner.post(f"{PAGE}/verify").status_code == 409
