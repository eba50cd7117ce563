"""The addresses of tenants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoleads.services.tenants import TenantInfo, TenantUrls
from tests.support.factories import Dealer


@pytest.fixture
def tenant(dealer_a: Dealer) -> TenantInfo:
    return dealer_a.tenant


def test_production_speaks_https(tenant: TenantInfo) -> None:
    urls = TenantUrls("autoleads.com", None, "https://autoleads.com")

    assert urls.host(tenant) == "dealer-a.autoleads.com"
    assert urls.origin(tenant) == "https://dealer-a.autoleads.com"


def test_a_development_server_speaks_http_on_its_port(tenant: TenantInfo) -> None:
    assert (
        TenantUrls("localhost", 8000, "http://localhost:8000").origin(tenant)
        == "http://dealer-a.localhost:8000"
    )


def test_the_site_of_a_tenant_with_a_domain_is_there(tenant: TenantInfo) -> None:
    urls = TenantUrls("autoleads.com", None, "https://autoleads.com")
    with_domain = replace(tenant, domain="majujaya.co.id")

    assert urls.site(tenant) == "https://dealer-a.autoleads.com"
    assert urls.site(with_domain) == "https://majujaya.co.id"
    assert urls.origin(with_domain) == "https://dealer-a.autoleads.com"
