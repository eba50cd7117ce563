"""The page that a link in a chat leads to."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.factories import Dealer

AVANZA = {
    "brand": "Toyota",
    "model": "Avanza",
    "variant": "G",
    "year": 2021,
    "price": 185_000_000,
    "km": 42_000,
    "transmission": "manual",
    "fuelType": "petrol",
}


def create(dealer: Dealer, **fields: object) -> dict[str, str]:
    response = dealer.owner.post(
        "/api/admin/cars", json={**AVANZA, "status": "available", **fields}
    )
    assert response.status_code == 201, response.text
    car: dict[str, str] = response.get_json()["data"]
    return car


def test_a_car_can_be_read_and_asked_about(live_dealer: Dealer, port: int, page: Page) -> None:
    car = create(
        live_dealer,
        plateNumber="B 7391 QZX",
        taxDueOn="2027-06-30",
        conditionNotes="<b>Servis</b> rutin",
    )

    page.goto(f"http://dealer-a.autoleads.test:{port}/cars/{car['slug']}")

    expect(page.get_by_role("heading", level=1)).to_have_text(car["publicName"])
    expect(page.get_by_text(car["priceFormatted"])).to_be_visible()
    expect(page.get_by_text("Juni 2027")).to_be_visible()
    expect(page.get_by_text("<b>Servis</b> rutin")).to_be_visible()
    assert not {"7391", "QZX"} & set(re.findall(r"\w+", page.content()))
    assert (
        page.get_by_role("link", name="Chat WhatsApp").get_attribute("href") == car["whatsappUrl"]
    )


def test_sold_car_page_links_to_similar_cars(live_dealer: Dealer, port: int, page: Page) -> None:
    other = create(live_dealer, variant="E")
    sold = create(live_dealer, status="sold")

    page.goto(f"http://dealer-a.autoleads.test:{port}/cars/{sold['slug']}")
    expect(page.get_by_text("Sudah terjual")).to_be_visible()
    page.get_by_role("link", name=other["publicName"]).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(other["publicName"])


def test_a_car_that_is_not_shown_is_a_page_too(live_dealer: Dealer, port: int, page: Page) -> None:
    draft = create(live_dealer, status="draft")

    response = page.goto(f"http://dealer-a.autoleads.test:{port}/cars/{draft['slug']}")

    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading")).to_have_text("Tidak ditemukan")


def test_page_is_in_the_language_of_the_tenant(dealer_a: Dealer) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"locale": "en"})
    car = create(dealer_a, taxDueOn="2027-05-31")

    page = dealer_a.public.get(f"/cars/{car['slug']}").text

    assert '<html lang="en">' in page
    assert "<dt>Road tax</dt><dd>May 2027</dd>" in page


def test_a_former_address_leads_to_the_present_one(dealer_a: Dealer) -> None:
    car = create(dealer_a)
    dealer_a.owner.patch(f"/api/admin/cars/{car['id']}", json={"year": 2020})

    response = dealer_a.public.get(f"/cars/{car['slug']}")

    assert response.status_code == 301
    assert response.headers["Location"].endswith("2020")
