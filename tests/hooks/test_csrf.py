"""Forms of other origins are refused."""

from __future__ import annotations

import pytest

from tests.support.factories import Dealer

FORM = {"token": "x", "password": "kalimat pendek saya"}
OWN = "http://dealer-a.autoleads.test"
OTHER_TENANT = "http://dealer-b.autoleads.test"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": OWN}, 422),
        ({"Origin": OTHER_TENANT}, 403),
        ({"Origin": "https://evil.example.com"}, 403),
        ({"Origin": "http://dealer-a.autoleads.test.evil.com"}, 403),
        ({"Origin": "http://dealer-a.autoleads.test:8443"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
    ],
)
def test_without_sec_fetch_site_the_origin_decides(
    dealer_a: Dealer, headers: dict[str, str], status: int
) -> None:
    response = dealer_a.public.post("/admin/password", data=FORM, headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 422), ("none", 422), ("same-site", 403), ("cross-site", 403)],
)
def test_sec_fetch_site_decides_where_it_is_sent(dealer_a: Dealer, site: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": site}

    response = dealer_a.public.post("/admin/password", data=FORM, headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_pages_can_be_opened_from_anywhere(dealer_a: Dealer, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": OTHER_TENANT}

    assert dealer_a.public.get("/admin/password", headers=headers).status_code == 200
