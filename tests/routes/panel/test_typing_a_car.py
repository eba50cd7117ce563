"""The form of a car while it is typed, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import log_in
from tests.support.factories import Dealer

pytestmark = pytest.mark.slow


@pytest.fixture
def new_car_page(live_dealer: Dealer, port: int, page: Page) -> Page:
    address = f"http://{live_dealer.host}:{port}/admin/cars/new"
    page.goto(address)
    log_in(page, live_dealer, "admin")
    page.goto(address)
    return page


def test_a_price_is_read_back_while_it_is_typed(new_car_page: Page) -> None:
    new_car_page.get_by_label("Harga cash").fill("178jt")
    new_car_page.get_by_label("Plat").fill("b 1235 xyz")

    expect(new_car_page.get_by_text("Rp 178.000.000")).to_be_visible()
    expect(new_car_page.get_by_text("Bekasi), ganjil")).to_be_visible()


def test_a_new_car_is_kept_on_the_phone_until_it_is_saved(new_car_page: Page) -> None:
    new_car_page.get_by_label("Merek").fill("Toyota")
    new_car_page.get_by_label("Model").fill("Avanza")
    new_car_page.reload()
    expect(new_car_page.get_by_label("Merek")).to_have_value("Toyota")

    new_car_page.get_by_label("Tahun").fill("2021")
    new_car_page.get_by_label("Kilometer").fill("40000")
    new_car_page.get_by_label("Harga cash").fill("178jt")
    new_car_page.get_by_role("button", name="Simpan draf").click()
    expect(new_car_page.get_by_role("heading", name="Toyota Avanza 2021")).to_be_visible()

    address = new_car_page.url
    assert "said=" not in address
    new_car_page.goto(address.rpartition("/")[0] + "/new")
    expect(new_car_page.get_by_label("Merek")).to_have_value("")
