"""The stock as the team works on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.factories import Dealer, make_car

NEW: dict[str, Any] = {
    "brand": "Toyota",
    "model": "Avanza",
    "year": 2021,
    "price": 185_000_000,
    "km": 45_000,
    "transmission": "manual",
    "fuelType": "petrol",
}
FULL = NEW | {
    "variant": "G",
    "creditPrice": 180_000_000,
    "bodyType": "mpv",
    "color": "Hitam",
    "engineCc": 1329,
    "seats": 7,
    "features": ["ABS", "Kamera mundur"],
    "conditionNotes": "Cat asli",
    "description": "Baris satu\nbaris dua",
    "ownerNumber": 1,
    "taxDueOn": "2026-11-30",
    "plateNumber": "b-1234-xyz",
    "stockCode": "S-9",
    "purchasedOn": "2026-01-02",
    "purchasePrice": 150_000_000,
    "notes": "Dari lelang",
    "displayCode": "#a07",
    "status": "available",
}
THIS_YEAR = datetime.now(UTC).year


def create(dealer: Dealer, **fields: Any) -> dict[str, Any]:
    response = dealer.owner.post("/api/admin/cars", json=NEW | fields)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.get_json()["data"]
    return data


def test_created_car_is_returned_as_written(dealer_a: Dealer) -> None:
    response = dealer_a.owner.post("/api/admin/cars", json=FULL)
    shown = dealer_a.sales.get(response.headers["Location"])

    assert response.status_code == 201
    assert shown.get_json()["data"] == response.get_json()["data"]
    assert shown.headers["ETag"] == response.headers["ETag"]
    stored = FULL | {"displayCode": "A07", "plateNumber": "B 1234 XYZ"}
    assert {name: shown.get_json()["data"][name] for name in FULL} == stored


def test_the_least_of_a_car_is_a_draft_with_a_code_of_its_own(dealer_a: Dealer) -> None:
    car = create(dealer_a)

    assert (car["status"], car["displayCode"], car["slug"]) == (
        "draft",
        "A01",
        "toyota-avanza-2021",
    )
    assert car["features"] == car["photos"] == []


def test_words_are_taken_in_any_case(dealer_a: Dealer) -> None:
    car = create(
        dealer_a,
        transmission="MANUAL",
        fuelType="Petrol",
        bodyType="Double-Cabin",
        status="AVAILABLE",
    )

    assert (car["transmission"], car["fuelType"], car["bodyType"], car["status"]) == (
        "manual",
        "petrol",
        "double-cabin",
        "available",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", 1979),
        ("year", THIS_YEAR + 2),
        ("km", -1),
        ("km", 10_000_000),
        ("price", 0),
        ("price", 10**12),
        ("creditPrice", 0),
        ("purchasePrice", 10**12),
        ("plateNumber", "B 12345 XYZ"),
        ("plateNumber", "mobil"),
        ("features", ["x"] * 51),
        ("features", "ABS"),
        ("description", "x" * 10_001),
        ("taxDueOn", "2026-02-30"),
        ("taxDueOn", "30-11-2026"),
        ("taxDueOn", 1_700_000_000),
        ("ownerNumber", 0),
        ("ownerNumber", 21),
        ("seats", 61),
        ("engineCc", 49),
        ("engineCc", 20_001),
        ("transmission", "matic"),
        ("fuelType", None),
        ("brand", "  "),
        ("brand", None),
        ("model", "x" * 81),
        ("displayCode", "AB1"),
        ("displayCode", "A1"),
        ("status", "lost"),
        ("status", None),
        ("tenantId", 1),
        ("id", 1),
        ("slug", "x"),
        ("publicName", "x"),
    ],
)
def test_impossible_values_are_refused_on_create_and_update(
    dealer_a: Dealer, field: str, value: Any
) -> None:
    car = make_car(dealer_a)

    for response in (
        dealer_a.owner.post("/api/admin/cars", json=NEW | {field: value}),
        dealer_a.owner.patch(f"/api/admin/cars/{car.id}", json={field: value}),
    ):
        assert response.status_code == 422, response.text
        assert [detail["field"] for detail in response.get_json()["error"]["details"]] == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", 1980),
        ("year", THIS_YEAR + 1),
        ("km", 0),
        ("km", 9_999_999),
        ("price", 1),
        ("price", 999_999_999_999),
        ("seats", 1),
        ("engineCc", 20_000),
        ("ownerNumber", 20),
        ("description", "x" * 10_000),
        ("features", ["x" * 80] * 50),
        ("displayCode", "Z99999999"),
    ],
)
def test_the_last_value_allowed_is_allowed(dealer_a: Dealer, field: str, value: Any) -> None:
    assert create(dealer_a, **{field: value})[field] == value


def test_every_missing_field_is_named(dealer_a: Dealer) -> None:
    response = dealer_a.owner.post("/api/admin/cars", json={})

    assert {detail["field"] for detail in response.get_json()["error"]["details"]} == set(NEW)


def test_many_kilometres_are_a_warning_and_no_error(dealer_a: Dealer) -> None:
    response = dealer_a.owner.post("/api/admin/cars", json=NEW | {"km": 500_001})
    path = response.headers["Location"]

    assert [warning["field"] for warning in response.get_json()["meta"]["warnings"]] == ["km"]
    assert "meta" in dealer_a.owner.patch(path, json={"color": "Biru"}).get_json()
    assert "meta" not in dealer_a.owner.patch(path, json={"km": 500_000}).get_json()


def test_a_taken_code_is_refused(dealer_a: Dealer, dealer_b: Dealer) -> None:
    car = create(dealer_a, displayCode="A05")
    other = create(dealer_a)

    again = dealer_a.owner.post("/api/admin/cars", json=NEW | {"displayCode": "#a05"})
    edited = dealer_a.owner.patch(
        f"/api/admin/cars/{other['id']}", json={"displayCode": "a05", "variant": "E"}
    )

    assert again.status_code == edited.status_code == 409
    assert (
        again.get_json()["error"]["code"]
        == edited.get_json()["error"]["code"]
        == "DUPLICATE_RESOURCE"
    )
    assert create(dealer_b, displayCode="A05")["displayCode"] == car["displayCode"]


def test_null_clears_optional_fields(dealer_a: Dealer) -> None:
    path = dealer_a.owner.post("/api/admin/cars", json=FULL).headers["Location"]
    optional = FULL.keys() - NEW.keys() - {"displayCode", "status"}

    car = dealer_a.owner.patch(path, json=dict.fromkeys(optional)).get_json()["data"]

    assert {car[name] for name in optional - {"features"}} == {None}
    assert car["features"] == []
    assert car["plateRegion"] is None


def test_names_follow_edits(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)

    edited = dealer_a.owner.patch(
        f"/api/admin/cars/{car.id}", json={"brand": "Daihatsu", "model": "Xenia"}
    )

    assert edited.get_json()["data"]["publicName"] == "Daihatsu Xenia G 2021"
    assert edited.get_json()["data"]["slug"] == "daihatsu-xenia-g-2021"
    assert edited.get_json()["data"]["displayCode"] == "A01"
    assert dealer_a.public.get("/api/cars?q=xenia").get_json()["meta"]["total"] == 1
    assert dealer_a.public.get("/api/cars?q=avanza").get_json()["meta"]["total"] == 0


def test_a_new_code_is_found_and_the_old_one_is_not(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    dealer_a.owner.patch(f"/api/admin/cars/{car.id}", json={"displayCode": "k12"})

    assert dealer_a.public.get("/api/cars?q=K12").get_json()["meta"]["total"] == 1
    assert dealer_a.public.get("/api/cars?q=A01").get_json()["meta"]["total"] == 0


def test_the_day_of_sale_comes_and_goes_with_the_status(dealer_a: Dealer) -> None:
    path = f"/api/admin/cars/{make_car(dealer_a).id}"

    sold = dealer_a.owner.patch(path, json={"status": "sold"}).get_json()["data"]["soldAt"]
    again = dealer_a.owner.patch(path, json={"status": "sold", "price": 1}).get_json()["data"][
        "soldAt"
    ]
    back = dealer_a.owner.patch(path, json={"status": "available"}).get_json()["data"]["soldAt"]

    assert sold is not None
    assert again == sold
    assert back is None
    assert create(dealer_a, status="sold")["soldAt"] is not None


def test_a_stale_edit_is_refused(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    path = f"/api/admin/cars/{car.id}"
    stale = dealer_a.owner.get(path).headers["ETag"]
    fresh = dealer_a.admin.patch(path, json={"price": 1}, headers={"If-Match": stale}).headers[
        "ETag"
    ]

    for refused in (
        dealer_a.owner.patch(path, json={"price": 2}, headers={"If-Match": stale}),
        dealer_a.owner.delete(path, headers={"If-Match": stale}),
    ):
        assert refused.status_code == 412
    assert (
        dealer_a.owner.patch(path, json={"price": 2}, headers={"If-Match": fresh}).status_code
        == 200
    )


def test_deleting_archives_once_and_for_all(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    path = f"/api/admin/cars/{car.id}"

    assert dealer_a.owner.delete(path).status_code == 204
    assert dealer_a.owner.delete(path).status_code == 204
    assert dealer_a.sales.get(path).get_json()["data"]["status"] == "archived"
    assert [event["to"] for event in dealer_a.sales.get(f"{path}/history").get_json()["data"]] == [
        "archived"
    ]
    assert (
        dealer_a.owner.post("/api/admin/cars", json=NEW | {"displayCode": "A01"}).status_code == 409
    )


def test_history_lists_price_and_status_changes_newest_first(dealer_a: Dealer) -> None:
    path = f"/api/admin/cars/{make_car(dealer_a).id}"
    dealer_a.owner.patch(path, json={"price": 1, "color": "Biru", "displayCode": "B01"})
    dealer_a.admin.patch(path, json={"creditPrice": 2, "status": "available"})
    dealer_a.admin.patch(path, json={"status": "sold"})

    events = dealer_a.sales.get(f"{path}/history").get_json()["data"]

    assert [(e["by"]["name"], e["field"], e["from"], e["to"]) for e in events] == [
        ("Admin", "status", "available", "sold"),
        ("Admin", "creditPrice", None, 2),
        ("Owner", "price", 185_000_000, 1),
    ]
    assert all(list(event) == ["at", "by", "field", "from", "to"] for event in events)


def test_history_keeps_the_name_of_a_removed_user(dealer_a: Dealer) -> None:
    path = f"/api/admin/cars/{make_car(dealer_a).id}"
    dealer_a.admin.patch(path, json={"price": 1})
    dealer_a.owner.delete(f"/api/admin/users/{dealer_a.user_ids['admin']}")

    [change] = dealer_a.sales.get(f"{path}/history").get_json()["data"]
    assert change["by"]["name"] == "Admin"


def test_the_list_shows_all_but_archived_cars_until_a_status_is_asked_for(dealer_a: Dealer) -> None:
    for status in ("draft", "available", "booked", "sold", "archived"):
        make_car(dealer_a, status=status)

    def statuses(query: str) -> list[str]:
        return [
            car["status"]
            for car in dealer_a.sales.get(f"/api/admin/cars{query}").get_json()["data"]
        ]

    assert statuses("") == ["sold", "booked", "available", "draft"]
    assert statuses("?status=ARCHIVED") == ["archived"]
    assert statuses("?status=draft&status=sold&q=avanza") == ["sold", "draft"]
    assert dealer_a.sales.get("/api/admin/cars?status=gone").status_code == 422


def test_salespeople_read_and_do_not_write(dealer_a: Dealer) -> None:
    path = f"/api/admin/cars/{make_car(dealer_a).id}"

    assert dealer_a.sales.get(path).status_code == 200
    assert dealer_a.sales.post("/api/admin/cars", json=NEW).status_code == 403
    assert dealer_a.sales.patch(path, json={"price": 1}).status_code == 403
    assert dealer_a.sales.delete(path).status_code == 403
    assert dealer_a.admin.patch(path, json={"price": 1}).status_code == 200


def test_car_of_another_tenant_is_404(dealer_a: Dealer, dealer_b: Dealer) -> None:
    path = f"/api/admin/cars/{make_car(dealer_a).id}"

    assert dealer_b.owner.get(path).status_code == 404
    assert dealer_b.owner.get(f"{path}/history").status_code == 404
    assert dealer_b.owner.patch(path, json={"price": 1}).status_code == 404
    assert dealer_b.owner.patch(path, json={"variant": "E"}).status_code == 404
    assert dealer_b.owner.delete(path).status_code == 404
    assert dealer_b.owner.get("/api/admin/cars").get_json()["data"] == []
    assert dealer_a.owner.get(path).get_json()["data"]["price"] == 185_000_000


@pytest.mark.parametrize("car_id", ["0", str(2**63), "9" * 40, "9" * 5000, "x"])
def test_an_id_that_is_none_is_not_found(dealer_a: Dealer, car_id: str) -> None:
    assert dealer_a.owner.get(f"/api/admin/cars/{car_id}").status_code == 404
