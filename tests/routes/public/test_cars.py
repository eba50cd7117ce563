"""The stock as buyers see it."""

from __future__ import annotations

from typing import Any

import pytest

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import CarPhoto
from autoleads.services import cars
from autoleads.services.cars import CarChanges
from tests.support.factories import Dealer, make_car

FIELDS = [
    "id",
    "displayCode",
    "publicName",
    "slug",
    "brand",
    "model",
    "variant",
    "year",
    "price",
    "priceFormatted",
    "priceShort",
    "creditPrice",
    "creditPriceFormatted",
    "km",
    "transmission",
    "fuelType",
    "bodyType",
    "color",
    "engineCc",
    "seats",
    "features",
    "conditionNotes",
    "description",
    "status",
    "plateRegion",
    "plateRegionName",
    "plateParity",
    "taxDueOn",
    "ownerNumber",
    "photos",
    "whatsappUrl",
    "createdAt",
    "updatedAt",
    "soldAt",
]
SECRET = {
    "plate_number": "B 7351 ZQX",
    "stock_code": "secret-stock",
    "purchased_on": "2019-07-03",
    "purchase_price": 97_531_864,
    "notes": "secret-note",
}
MARKERS = (
    "7351",
    "ZQX",
    "secret-stock",
    "2019-07-03",
    "97531864",
    "97.531.864",
    "secret-note",
    "tenant",
)


def change(dealer: Dealer, car_id: int, **fields: Any) -> None:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        cars.update(dealer.tenant, car_id, CarChanges(**fields))
        db.session.commit()


def add_photo(dealer: Dealer, car_id: int, position: int) -> None:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        address = f"https://media.test/{position}.webp"
        db.session.add(
            CarPhoto(
                tenant_id=dealer.tenant.id, car_id=car_id, position=position, url=address,
                thumbnail_url=f"{address}?s", width=1600, height=1200,
            )
        )  # fmt: skip
        db.session.commit()


def test_car_has_exactly_the_fields_of_the_contract(dealer_a: Dealer) -> None:
    make_car(dealer_a, **SECRET, credit_price=179_500_000)

    car = dealer_a.public.get("/api/cars").get_json()["data"][0]

    assert list(car) == FIELDS
    assert car["priceFormatted"] == "Rp 185.000.000"
    assert car["priceShort"] == "Rp 185 jt"
    assert car["creditPriceFormatted"] == "Rp 179.500.000"
    assert car["publicName"] == "Toyota Avanza G 2021"
    assert (car["plateRegion"], car["plateRegionName"], car["plateParity"]) == (
        "B",
        "Jakarta, Depok, Tangerang, Bekasi",
        "odd",
    )
    assert car["whatsappUrl"] == (
        "https://wa.me/6281234567890?text=Halo%2C%20saya%20tertarik%20Toyota%20Avanza%20G%202021%20%28%23A01%29"
    )


@pytest.mark.parametrize(
    "path", ["", "/facets", "/toyota-avanza-g-2021", "?q=avanza", "/toyota-avanza-g-2021-2"]
)
def test_public_responses_have_no_private_fields(dealer_a: Dealer, path: str) -> None:
    make_car(dealer_a, **SECRET)
    make_car(dealer_a, **SECRET, status="sold")

    response = dealer_a.public.get(f"/api/cars{path}")

    assert response.status_code == 200
    assert not [marker for marker in MARKERS if marker.lower() in response.text.lower()]


def test_car_of_a_tenant_without_a_number_has_no_whatsapp_url(dealer_a: Dealer) -> None:
    make_car(dealer_a)
    dealer_a.owner.patch("/api/admin/tenant", json={"whatsappNumber": None})

    assert dealer_a.public.get("/api/cars").get_json()["data"][0]["whatsappUrl"] is None


def test_photos_come_in_their_order_without_their_ids(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    add_photo(dealer_a, car.id, 2)
    add_photo(dealer_a, car.id, 1)

    shown = dealer_a.public.get(f"/api/cars/{car.slug}").get_json()["data"]["photos"]
    own = dealer_a.sales.get(f"/api/admin/cars/{car.id}").get_json()["data"]["photos"]

    assert [photo["url"] for photo in shown] == [
        "https://media.test/1.webp",
        "https://media.test/2.webp",
    ]
    assert list(shown[0]) == ["url", "thumbnailUrl", "width", "height"]
    assert all(isinstance(photo["id"], int) for photo in own)


def test_only_available_cars_are_listed_whatever_status_is_asked_for(dealer_a: Dealer) -> None:
    for status in ("draft", "available", "booked", "sold", "archived"):
        make_car(dealer_a, status=status)

    response = dealer_a.public.get("/api/cars?status=draft").get_json()

    assert [car["status"] for car in response["data"]] == ["available"]
    assert response["meta"] == {"page": 1, "limit": 20, "total": 1, "totalPages": 1}


def test_filters_repeat_and_ignore_case(dealer_a: Dealer) -> None:
    make_car(dealer_a)
    make_car(dealer_a, brand="Honda", model="Brio", body_type="hatchback")
    make_car(dealer_a, brand="Suzuki", model="XL7", body_type="suv")

    found = dealer_a.public.get(
        "/api/cars?bodyType=SUV&bodyType=Hatchback&brand=honda&brand=suzuki&sort=price"
    )

    assert [car["model"] for car in found.get_json()["data"]] == ["Brio", "XL7"]


def test_a_page_past_the_end_is_empty(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    response = dealer_a.public.get("/api/cars?page=1000000&limit=100")

    assert response.get_json()["data"] == []
    assert response.headers["X-Total-Count"] == "1"


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("minPrice=2&maxPrice=1", ["minPrice", "maxPrice"]),
        ("minYear=2&maxYear=1&minKm=9&maxKm=8", ["minYear", "maxYear", "minKm", "maxKm"]),
        ("minPrice=abc&sort=colour", ["minPrice", "sort"]),
        ("minPrice=-1", ["minPrice"]),
        (f"maxKm={10**40}", ["maxKm"]),
        (f"maxKm={'9' * 5000}", ["maxKm"]),
        ("bodyType=boat", ["bodyType"]),
        ("fuelType=diesel&fuelType=coal", ["fuelType"]),
        (f"q={'a' * 10_000}", ["q"]),
        (f"brand={'a' * 10_000}", ["brand"]),
        ("&".join(["brand=a"] * 21), ["brand"]),
        ("page=0", ["page"]),
        ("limit=101", ["limit"]),
        ("sort=newest&sort=price", ["sort"]),
    ],
)
def test_malformed_parameters_are_named(dealer_a: Dealer, query: str, fields: list[str]) -> None:
    response = dealer_a.public.get(f"/api/cars?{query}")

    assert response.status_code == 422
    assert sorted(detail["field"] for detail in response.get_json()["error"]["details"]) == sorted(
        fields
    )


@pytest.mark.parametrize(
    "q",
    [
        "%25",
        "_",
        "%5C",
        "%27%3B--",
        "%00x",
        "x%00",
        "%F0%9F%98%80",
        "%ED%A0%80",
        "%C3%28",
        "(",
        "a%25' OR 1=1",
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(dealer_a: Dealer, q: str) -> None:
    make_car(dealer_a)

    for path in ("/api/cars", "/api/cars/facets"):
        response = dealer_a.public.get(f"{path}?q={q}&color={q}")
        assert response.status_code == 200
        assert response.get_json().get("meta", response.get_json()["data"])["total"] == 0


def test_etag_is_that_of_the_bytes(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    for path in ("/api/cars", "/api/cars/facets", f"/api/cars/{car.slug}"):
        tag = dealer_a.public.get(path).headers["ETag"]
        assert dealer_a.public.get(path, headers={"If-None-Match": tag}).status_code == 304

        change(dealer_a, car.id, price=car.price + len(path))
        assert dealer_a.public.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("status", "code"),
    [("draft", 404), ("available", 200), ("booked", 200), ("sold", 200), ("archived", 404)],
)
def test_a_car_is_shown_once_it_was_offered_and_until_it_is_archived(
    dealer_a: Dealer, status: str, code: int
) -> None:
    car = make_car(dealer_a, status=status)

    assert dealer_a.public.get(f"/api/cars/{car.slug}").status_code == code


@pytest.mark.parametrize("status", ["booked", "sold"])
def test_a_car_that_is_gone_names_up_to_four_available_ones(dealer_a: Dealer, status: str) -> None:
    car = make_car(dealer_a, status=status)
    for other in ("available",) * 5 + ("draft", "booked"):
        make_car(dealer_a, status=other)

    shown = dealer_a.public.get(f"/api/cars/{car.slug}").get_json()["data"]

    assert shown["status"] == status
    assert [other["status"] for other in shown["similar"]] == ["available"] * 4
    assert list(shown["similar"][0]) == FIELDS


def test_an_available_car_names_no_others(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    assert dealer_a.public.get("/api/cars/toyota-avanza-g-2021").get_json()["data"]["similar"] == []


def test_an_address_is_known_in_any_case(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    assert dealer_a.public.get("/api/cars/Toyota-AVANZA-g-2021").status_code == 200


def test_a_former_address_leads_to_the_present_one(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    change(dealer_a, car.id, variant="E")
    change(dealer_a, car.id, year=2022)

    for former in ("toyota-avanza-g-2021", "TOYOTA-avanza-e-2021"):
        response = dealer_a.public.get(f"/api/cars/{former}")
        assert response.status_code == 301
        assert response.headers["Location"] == "/api/cars/toyota-avanza-e-2022"

    change(dealer_a, car.id, variant="G", year=2021)
    assert dealer_a.public.get("/api/cars/toyota-avanza-g-2021").status_code == 200


def test_a_former_address_of_an_archived_car_leads_nowhere(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    change(dealer_a, car.id, variant="E", status="archived")

    assert dealer_a.public.get("/api/cars/toyota-avanza-g-2021").status_code == 404


@pytest.mark.parametrize(
    "slug", ["nothing", "%00", "a%00b", "%25", "%ED%A0%80", "a" * 5000, "%2e%2e", "İ", "-"]
)
def test_an_address_that_is_none_is_not_found(dealer_a: Dealer, slug: str) -> None:
    response = dealer_a.public.get(f"/api/cars/{slug}")

    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "NOT_FOUND"


def test_car_of_another_tenant_is_404(dealer_a: Dealer, dealer_b: Dealer) -> None:
    car = make_car(dealer_a)

    assert dealer_b.public.get(f"/api/cars/{car.slug}").status_code == 404
    assert dealer_b.public.get("/api/cars").get_json()["data"] == []


def test_facets_have_names_of_the_api(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    facets = dealer_a.public.get("/api/cars/facets?brand=honda&page=x").get_json()["data"]

    assert list(facets) == [
        "brand",
        "model",
        "bodyType",
        "transmission",
        "fuelType",
        "color",
        "price",
        "year",
        "total",
    ]
    assert facets["brand"] == [{"value": "Toyota", "count": 1}]
    assert facets["total"] == 0
