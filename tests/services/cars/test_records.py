"""Codes, names and addresses of cars; what other services are given; races."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from autoleads.database.tenant_scope import tenant_scope
from autoleads.errors import Conflict, DuplicateResource, NotFound
from autoleads.extensions import db
from autoleads.models import Car, CarSlug
from autoleads.services import cars
from autoleads.services.cars import CarChanges
from tests.support.factories import AVANZA, Dealer, make_car


@pytest.fixture
def stock(dealer_a: Dealer) -> Iterator[Dealer]:
    """Dealer A, inside their scope."""
    with dealer_a.app.app_context(), tenant_scope(dealer_a.tenant.id):
        yield dealer_a


def new(dealer: Dealer, **fields: Any) -> Car:
    return cars.create(dealer.tenant, replace(AVANZA, **fields))


def change(dealer: Dealer, car: Car, **fields: Any) -> Car:
    return cars.update(dealer.tenant, car.id, CarChanges(**fields))


@pytest.mark.parametrize(
    ("brand", "model", "code"),
    [
        ("Toyota", "Avanza", "A01"),
        ("BMW", "320i", "I01"),
        ("Mazda", "3", "M01"),
        ("Élan", "Évora", "E01"),
        ("比亚迪", "海豚", "X01"),
    ],
)
def test_a_code_begins_with_the_first_letter_there_is(
    stock: Dealer, brand: str, model: str, code: str
) -> None:
    assert new(stock, brand=brand, model=model).display_code == code


def test_each_letter_counts_for_itself(stock: Dealer) -> None:
    codes = [new(stock, model=model).display_code for model in ("Avanza", "Brio", "agya", "Brio")]

    assert codes == ["A01", "B01", "A02", "B02"]


def test_codes_grow_beyond_two_digits(stock: Dealer) -> None:
    new(stock, display_code="A99")

    assert new(stock).display_code == "A100"


def test_a_code_that_was_given_up_is_not_generated_again(stock: Dealer) -> None:
    change(stock, new(stock, display_code="A07"), display_code="B01")

    assert new(stock).display_code == "A08"


def test_a_code_of_an_archived_car_is_not_generated_again(stock: Dealer) -> None:
    cars.archive(stock.tenant, new(stock).id)

    assert new(stock).display_code == "A02"


def test_a_letter_without_numbers_left_asks_for_a_code(stock: Dealer) -> None:
    new(stock, display_code="A99999999")

    with pytest.raises(Conflict, match="no_numbers_left"):
        new(stock)


def test_a_letter_is_counted_for_each_dealer(stock: Dealer, dealer_b: Dealer) -> None:
    assert new(stock).display_code == "A01"
    assert make_car(dealer_b).display_code == "A01"


def test_a_taken_code_is_refused_to_a_car_that_exists_too(stock: Dealer) -> None:
    new(stock, display_code="A01")
    other = new(stock, display_code="A02")

    with pytest.raises(DuplicateResource):
        change(stock, other, display_code="A01")


def test_cars_of_one_name_get_numbered_addresses(stock: Dealer) -> None:
    assert [new(stock).slug for _ in range(3)] == [
        "toyota-avanza-g-2021",
        "toyota-avanza-g-2021-2",
        "toyota-avanza-g-2021-3",
    ]


def test_a_former_address_stays_its_cars(stock: Dealer) -> None:
    car = new(stock)
    change(stock, car, variant="E")

    assert new(stock).slug == "toyota-avanza-g-2021-2"
    assert cars.get_by_slug(stock.tenant, "toyota-avanza-g-2021") is car


def test_a_car_returns_to_its_own_former_address(stock: Dealer) -> None:
    new(stock)
    car = new(stock)
    change(stock, car, variant="E")
    change(stock, car, variant="G")

    assert car.slug == "toyota-avanza-g-2021-2"
    kept = db.session.scalars(select(CarSlug.slug).where(CarSlug.car_id == car.id)).all()
    assert sorted(kept) == ["toyota-avanza-e-2021", "toyota-avanza-g-2021-2"]


def test_an_edit_that_changes_no_name_keeps_the_address(stock: Dealer) -> None:
    new(stock)
    car = new(stock)

    assert change(stock, car, variant="g", price=1).slug == "toyota-avanza-g-2021-2"


def test_each_car_of_one_name_gets_the_first_number_that_is_free(stock: Dealer) -> None:
    # A name of its own that looks like a number of the other.
    assert new(stock, variant="G 2021", year=2022).slug == "toyota-avanza-g-2021-2022"

    assert [new(stock).slug for _ in range(11)][-1] == "toyota-avanza-g-2021-11"


def test_a_name_without_letters_of_ours_has_an_address(stock: Dealer) -> None:
    assert new(stock, brand="比亚迪", model="海豚", variant=None).slug == "2021"


def test_one_edit_moves_the_version_once(stock: Dealer) -> None:
    car = new(stock)

    assert change(stock, car, variant="E", display_code="Z01", status="sold").version == 2


def test_an_edit_that_changes_nothing_keeps_the_version(stock: Dealer) -> None:
    car = new(stock)

    assert change(stock, car, brand=car.brand, price=car.price, features=[]).version == 1


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("draft", False),
        ("available", True),
        ("booked", True),
        ("sold", True),
        ("archived", False),
    ],
)
def test_find_by_code_and_slug_return_public_cars_only(
    stock: Dealer, status: str, found: bool
) -> None:
    car = new(stock, status=status)

    assert cars.find_by_codes(stock.tenant, ["A01"]) == ({"A01": car} if found else {})
    assert cars.find_by_slug(stock.tenant, car.slug) is (car if found else None)


def test_cars_come_in_the_order_of_the_codes_asked_for(stock: Dealer) -> None:
    for _ in range(3):
        new(stock)

    assert list(cars.find_by_codes(stock.tenant, ["A03", "Z99", "A01", "A03"])) == ["A03", "A01"]
    assert cars.find_by_codes(stock.tenant, []) == {}


def test_car_of_another_tenant_is_not_found(stock: Dealer, dealer_b: Dealer) -> None:
    car = new(stock)
    theirs = dealer_b.tenant

    assert cars.find_by_codes(theirs, [car.display_code]) == {}
    assert cars.find_by_slug(theirs, car.slug) is None
    with pytest.raises(NotFound):
        cars.get(theirs, car.id)


def test_fifty_cars_created_at_once_get_fifty_codes_and_addresses(live_dealer: Dealer) -> None:
    with ThreadPoolExecutor(50) as pool:
        made = list(pool.map(lambda _: make_car(live_dealer), range(50)))

    assert {car.display_code for car in made} == {f"A{number:02}" for number in range(1, 51)}
    assert len({car.slug for car in made}) == 50


def test_of_fifty_cars_with_one_code_one_is_created(live_dealer: Dealer) -> None:
    api, body = (
        live_dealer.owner,
        {"brand": "Honda", "model": "Brio", "year": 2020, "price": 1, "km": 1},
    )
    body |= {"transmission": "manual", "fuelType": "petrol", "displayCode": "A01"}

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: api.post("/api/admin/cars", json=body), range(50)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49
    assert {a.get_json()["error"]["code"] for a in answers if a.status_code == 409} == {
        "DUPLICATE_RESOURCE"
    }


def test_cars_renamed_alike_at_once_get_addresses_of_their_own(live_dealer: Dealer) -> None:
    made = [make_car(live_dealer, variant=str(number)) for number in range(20)]

    def rename(car: Car) -> str:
        with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
            renamed = cars.update(live_dealer.tenant, car.id, CarChanges(variant="G"))
            db.session.commit()
            return renamed.slug

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(rename, made))) == 20
