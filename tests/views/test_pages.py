"""Contexts of templates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from autoleads.errors import AutoLeadsError
from autoleads.views.car_facts import Fact
from autoleads.views.car_page import CarPage, SimilarCar
from autoleads.views.error_page import ErrorPage
from tests.support.factories import Dealer, make_car


def test_car_page_lists_known_facts_in_order(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, engine_cc=1496, plate_number="B 7391 QZX", fuel_type="diesel")

    page = CarPage.of(dealer_a.tenant, car, [])

    assert page.facts == [
        Fact("Tahun", "2021"),
        Fact("Kilometer", "45.000 km"),
        Fact("Transmisi", "Manual"),
        Fact("Bahan bakar", "Diesel (solar)"),
        Fact("Warna", "Hitam"),
        Fact("Mesin", "1.496 cc"),
        Fact("Plat", "B (Jakarta, Depok, Tangerang, Bekasi), ganjil"),
    ]


def test_car_page_is_in_the_language_of_the_tenant(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, status="sold", owner_number=2)

    page = CarPage.of(replace(dealer_a.tenant, locale="en"), car, [])

    assert page.notice == "Sold"
    assert Fact("Owner number", "2") in page.facts
    assert page.chat_link is not None
    assert "Hello%2C%20I%20am%20interested%20in" in page.chat_link


def test_car_page_links_to_similar_cars(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, status="booked", credit_price=179_000_000)
    other = make_car(dealer_a, variant="E", price=170_000_000)

    page = CarPage.of(dealer_a.tenant, car, [other])

    assert page.notice == "Sudah dipesan"
    assert page.credit_price == 179_000_000
    assert page.similar == [SimilarCar(other.public_name, other.slug, 170_000_000)]


def test_car_page_of_a_dealer_without_a_number_has_no_chat_link(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)

    page = CarPage.of(replace(dealer_a.tenant, whatsapp_number=None), car, [])

    assert page.chat_link is None


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (404, "Tidak ditemukan"),
        (429, "Terlalu banyak permintaan"),
        (405, "Ada masalah di pihak kami"),
    ],
)
def test_error_page_has_the_title_of_its_status(app: Flask, status: int, title: str) -> None:
    with app.test_request_context():
        assert ErrorPage.of(status, AutoLeadsError(), "abc").title == title
