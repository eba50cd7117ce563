"""The form of a car: prices as people type them, errors beside their fields, nothing lost."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from autoleads.models import Car
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of

FORM = {
    "brand": "Honda",
    "model": "Brio",
    "variant": "RS",
    "year": "2022",
    "km": "31.000 km",
    "transmission": "automatic",
    "fuelType": "petrol",
    "bodyType": "hatchback",
    "price": "178jt",
    "creditPrice": "172.000.000",
    "plateNumber": "b 1234 xyz",
    "features": "ABS, Kamera mundur",
    "conditionNotes": "",
    "status": "available",
}


def stored(dealer: Dealer) -> list[Car]:
    return rows(dealer, select(Car).where(Car.tenant_id == dealer.tenant.id).order_by(Car.id))


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.fixture
def panel(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "admin")


def test_a_car_is_added_and_public_at_once(dealer_a: Dealer, panel: Panel) -> None:
    response = panel.post("/admin/cars/new", **FORM)

    [car] = stored(dealer_a)
    assert response.location == f"/admin/cars/{car.id}?said=car_saved"
    assert (car.price, car.credit_price, car.km) == (178_000_000, 172_000_000, 31_000)
    assert (car.plate_number, car.features) == ("B 1234 XYZ", ["ABS", "Kamera mundur"])
    assert dealer_a.public.get(f"/api/cars/{car.slug}").status_code == 200


def test_a_large_photo_is_taken_as_the_phone_sends_it(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a)
    noise = Image.effect_noise((2400, 2400), 200).convert("RGB")
    photo = io.BytesIO()
    noise.save(photo, "JPEG", quality=95)
    assert len(photo.getvalue()) > 2 * 1024 * 1024

    response = panel.upload(f"/admin/cars/{car.id}/photos", photo.getvalue(), "IMG.jpg")

    assert response.status_code == 303
    assert "said" not in response.location


def test_wrong_fields_are_told_beside_them_and_keep_what_was_typed(
    dealer_a: Dealer, panel: Panel
) -> None:
    wrong = {**FORM, "year": "2202", "plateNumber": "B 12345 XYZ", "price": "murah"}

    response = panel.post("/admin/cars/new", **wrong)

    assert response.status_code == 422
    assert "Ada 3 isian yang perlu dibetulkan:" in response.text
    for name, value in (("year", "2202"), ("plateNumber", "B 12345 XYZ"), ("price", "murah")):
        field = re.search(rf'<input id="{name}"[^>]*>', response.text)
        assert field
        assert f'value="{value}"' in field[0]
        assert 'aria-invalid="true"' in field[0]
        assert f'id="{name}-note"' in response.text
    assert 'value="Brio"' in response.text
    assert stored(dealer_a) == []


def test_an_edit_clears_what_was_emptied(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, variant="G", credit_price=170_000_000)
    page = panel.get(f"/admin/cars/{car.id}").text

    panel.post(
        f"/admin/cars/{car.id}",
        version=version_of(page),
        price="180.000.000",
        creditPrice="",
        variant="",
    )

    [changed] = stored(dealer_a)
    assert (changed.price, changed.credit_price, changed.variant) == (180_000_000, None, None)
    assert "→ Rp 180 jt" in panel.get(f"/admin/cars/{car.id}").text


def test_a_stale_edit_shows_both_values(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, price=180_000_000)
    stale = version_of(panel.get(f"/admin/cars/{car.id}").text)
    dealer_a.owner.patch(f"/api/admin/cars/{car.id}", json={"price": 175_000_000})

    response = panel.post(f"/admin/cars/{car.id}", version=stale, price="170.000.000")
    again = panel.post(
        f"/admin/cars/{car.id}", version=version_of(response.text), price="170.000.000"
    )

    assert response.status_code == 412
    assert 'value="170.000.000"' in response.text
    assert "kini tersimpan: 175.000.000" in response.text
    assert again.status_code == 303
    assert stored(dealer_a)[0].price == 170_000_000


def test_salespeople_read_the_stock_only(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    sales = panel_of(dealer_a, "sales")

    assert sales.get("/admin/cars").status_code == 200
    for path in ("/admin/cars/new", f"/admin/cars/{car.id}"):
        assert sales.get(path).status_code == 403
        assert sales.post(path, **FORM).status_code == 403
    assert sales.post(f"/admin/cars/{car.id}/status", status="sold").status_code == 403


def test_another_dealers_car_is_404(dealer_b: Dealer, panel: Panel) -> None:
    theirs = make_car(dealer_b)

    assert panel.get(f"/admin/cars/{theirs.id}").status_code == 404
    assert panel.post(f"/admin/cars/{theirs.id}", price="1jt").status_code == 404


def test_a_car_is_booked_with_two_taps(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a)

    response = panel.post(
        f"/admin/cars/{car.id}/status", status="booked", back="/admin/cars?status=available"
    )

    assert response.location == "/admin/cars?status=available&said=car_changed"
    assert stored(dealer_a)[0].status == "booked"


def photo(width: int = 60) -> tuple[io.BytesIO, str]:
    content = io.BytesIO()
    Image.new("RGB", (width, 40), "navy").save(content, "JPEG")
    content.seek(0)
    return content, "foto.jpg"


def widths(dealer: Dealer, car: Car) -> list[int]:
    photos = dealer.public.get(f"/api/cars/{car.slug}").get_json()["data"]["photos"]
    return [photo["width"] for photo in photos]


def test_photos_are_added_ordered_and_removed(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a)
    path = f"/admin/cars/{car.id}/photos"

    panel.post(path, file=[photo(60), photo(70)])
    second = re.findall(rf"{path}/(\d+)/forward", panel.get(f"/admin/cars/{car.id}").text)[0]
    added = widths(dealer_a, car)
    panel.post(f"{path}/{second}/forward")
    ordered = widths(dealer_a, car)
    panel.post(f"{path}/{second}/delete")

    assert (added, ordered, widths(dealer_a, car)) == ([60, 70], [70, 60], [60])


def test_what_is_no_photo_is_told(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a)

    response = panel.post(
        f"/admin/cars/{car.id}/photos", file=[photo(), (io.BytesIO(b"text"), "foto.jpg")]
    )

    assert "Ini bukan foto JPEG, PNG atau WebP" in panel.get(response.location).text
    assert widths(dealer_a, car) == []


TERMS = {
    "flatYearlyPercent": 6,
    "defaultDpPercent": 20,
    "adminFee": 0,
    "tenorsMonths": [12, 60, 36],
}


def test_prices_and_the_plate_are_read_back_as_customers_will_see_them(
    dealer_a: Dealer, panel: Panel
) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"creditRates": TERMS})

    def read(query: str) -> dict[str, str] | None:
        return panel.get(f"/admin/cars/preview?{query}").json

    assert read("price=180jt&creditPrice=&plateNumber=b 1234 xyz") == {
        "price": "Rp 180.000.000 · cicilan mulai Rp 3.120.000 × 60",
        "plateNumber": "B (Jakarta, Depok, Tangerang, Bekasi), genap",
    }
    assert read("price=180jt&creditPrice=150.000.000") == {
        "price": "Rp 180.000.000",
        "creditPrice": "Rp 150.000.000 · cicilan mulai Rp 2.600.000 × 60",
    }
    assert read("price=murah&plateNumber=tidak ada") == {}


def test_without_credit_terms_no_instalment_is_read_back(panel: Panel) -> None:
    assert panel.get("/admin/cars/preview?price=180jt").json == {"price": "Rp 180.000.000"}
