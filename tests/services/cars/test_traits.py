"""Searching by colour, gearbox, fuel and body; warnings about what is unlikely."""

from __future__ import annotations

import pytest

from tests.support.factories import Dealer, make_car
from tests.support.lead_api import data

CARS = "/api/admin/cars"


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("avanza matic", ["A02"]),
        ("avanza matic putih", ["A02"]),
        ("manual", ["A01"]),
        ("at", ["A02"]),
        ("solar", ["A03"]),
        ("suv diesel", ["A03"]),
        ("white", ["A02"]),
        ("abu", ["A03"]),
        ("item", ["A01"]),
        ("matic hitam", []),
    ],
)
def test_words_of_a_search_may_be_traits(dealer_a: Dealer, q: str, codes: list[str]) -> None:
    make_car(dealer_a, display_code="A01", color="Hitam metalik")
    make_car(dealer_a, display_code="A02", transmission="automatic", color="Putih")
    make_car(
        dealer_a,
        display_code="A03",
        model="Fortuner",
        transmission="automatic" if q == "never" else "manual",
        fuel_type="diesel",
        body_type="suv",
        color="Abu-abu",
    )
    found = [car["displayCode"] for car in data(dealer_a.public.get(f"/api/cars?q={q}"))]

    expected = ["A01", "A03"] if q == "manual" else codes
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({"price": 185}, ["price"]),
        ({"km": 0, "year": 2015}, ["km"]),
        ({"km": 600_000}, ["km"]),
        ({"plateNumber": "b-1234-xyz"}, ["plateNumber"]),
        ({"plateNumber": "B 1 A"}, []),
        ({}, []),
    ],
)
def test_unlikely_values_are_stored_with_a_warning(
    dealer_a: Dealer, fields: dict[str, object], warned: list[str]
) -> None:
    make_car(dealer_a, plate_number="B 1234 XYZ")
    body = {
        "brand": "Honda",
        "model": "Jazz",
        "year": 2021,
        "price": 150_000_000,
        "km": 40_000,
        "transmission": "manual",
        "fuelType": "petrol",
    }
    response = dealer_a.owner.post(CARS, json=body | fields)

    assert response.status_code == 201
    meta = response.get_json().get("meta", {})
    assert [warning["field"] for warning in meta.get("warnings", [])] == warned


def test_plate_of_a_sold_car_is_no_warning(dealer_a: Dealer) -> None:
    make_car(dealer_a, plate_number="B 1234 XYZ", status="sold")
    second = make_car(dealer_a)

    changed = dealer_a.owner.patch(f"{CARS}/{second.id}", json={"plateNumber": "B 1234 XYZ"})

    assert changed.get_json().get("meta", {}).get("warnings", []) == []
