"""The stored JSON of a car equals its columns after any change, also by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from autoleads.database.tenant_scope import tenant_scope
from autoleads.models import Car
from autoleads.schemas.cars import CarPageOut
from autoleads.services import cars
from autoleads.services.cars import public_reads
from autoleads.text.phrases import LANGUAGES
from tests.routes.admin.test_photos import picture, upload
from tests.support.factories import Dealer, make_car

pytestmark = pytest.mark.slow

FULL: dict[str, Any] = {
    "variant": "1.3 G",
    "credit_price": 180_000_000,
    "body_type": "mpv",
    "color": "Putih \\u0001 \\x02",
    "engine_cc": 1329,
    "seats": 7,
    "features": ["ABS", 'kaca "film"'],
    "condition_notes": "Baret halus\ndi pintu",
    "description": "{site} \\u0002 %s %(x)s 'kutip' \\",
    "owner_number": 1,
    "tax_due_on": date(2027, 3, 1),
    "plate_number": "B 1234 XYZ",
}


def shown(dealer: Dealer, car: Car) -> dict[str, Any]:
    """Return the public JSON of a car, as it is read and as its columns say."""
    page = dealer.public.get(f"/api/cars/{car.slug}").get_json()["data"]
    CarPageOut.model_validate(page, strict=False)
    assert list(page) == [str(field.alias) for field in CarPageOut.model_fields.values()]
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        from_columns = cars.show(dealer.tenant, cars.get(dealer.tenant, car.id))
    assert page == from_columns | {"similar": []}
    return from_columns


def count_missing(dealer: Dealer, engine: Engine) -> int:
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL app.tenant_id = '{dealer.tenant.id}'"))
        missing = text("SELECT count(*) FROM cars WHERE public_json IS NULL")
        return connection.scalar(missing) or 0


def change_by_hand(dealer: Dealer, engine: Engine, statement: str) -> None:
    """Change rows as psql or another release would, which knows nothing of the JSON."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL app.tenant_id = '{dealer.tenant.id}'"))
        connection.execute(text(statement))


@pytest.mark.parametrize("fields", [{}, FULL], ids=["few", "all"])
def test_it_equals_the_columns(live_dealer: Dealer, owner_engine: Engine, fields: Any) -> None:
    car = make_car(live_dealer, **fields)
    assert shown(live_dealer, car)["id"] == car.id

    changes = {"price": 99_500_000, "notes": "x"}
    live_dealer.admin.patch(f"/api/admin/cars/{car.id}", json=changes)

    assert shown(live_dealer, car)["priceShort"] == "Rp 99,5 jt"
    assert count_missing(live_dealer, owner_engine) == 0


def test_photos_are_in_it_at_once(live_dealer: Dealer, owner_engine: Engine) -> None:
    car = make_car(live_dealer)
    added = upload(live_dealer.admin, car, picture(), picture()).get_json()["data"]
    first, second = (photo["id"] for photo in added)
    assert [photo["url"] for photo in shown(live_dealer, car)["photos"]] == [
        p["url"] for p in added
    ]

    live_dealer.admin.patch(f"/api/admin/cars/{car.id}/photos", json={"order": [second, first]})
    assert shown(live_dealer, car)["photos"][0]["url"] == added[1]["url"]

    live_dealer.admin.delete(f"/api/admin/cars/{car.id}/photos/{first}")
    assert len(shown(live_dealer, car)["photos"]) == 1
    assert count_missing(live_dealer, owner_engine) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_the_tenant_rewrites_no_car(live_dealer: Dealer, language: str) -> None:
    car = make_car(live_dealer, color="Putih")
    changes = {"whatsappNumber": "081399998888", "locale": language}
    assert live_dealer.owner.patch("/api/admin/tenant", json=changes).status_code == 200

    link = live_dealer.public.get(f"/api/cars/{car.slug}").get_json()["data"]["whatsappUrl"]

    assert link.startswith(f"https://wa.me/6281399998888?text={GREETING[language]}%2C%20")
    assert f"%28%23{car.display_code}%29" in link
    live_dealer.owner.patch("/api/admin/tenant", json={"whatsappNumber": None})
    assert live_dealer.public.get(f"/api/cars/{car.slug}").get_json()["data"]["whatsappUrl"] is None


GREETING = {"id": "Halo", "en": "Hello"}
BY_HAND = [
    "UPDATE cars SET price = 77000000",
    "UPDATE cars SET status = 'booked'",
    "INSERT INTO car_photos (tenant_id, car_id, position, url, thumbnail_url, width, height)"
    " SELECT tenant_id, id, 9, '/photos/x.jpg', '/photos/y.jpg', 4, 3 FROM cars",
    "DELETE FROM car_photos",
]


@pytest.mark.parametrize("statement", BY_HAND)
def test_a_change_by_hand_is_shown_at_once_and_stored_by_the_command(
    live_dealer: Dealer, owner_engine: Engine, statement: str
) -> None:
    car = make_car(live_dealer)
    upload(live_dealer.admin, car, picture())
    change_by_hand(live_dealer, owner_engine, statement)
    assert count_missing(live_dealer, owner_engine) == 1

    before = shown(live_dealer, car)
    live_dealer.app.test_cli_runner().invoke(args=["cars", "store-json"])

    assert count_missing(live_dealer, owner_engine) == 0
    assert shown(live_dealer, car) == before


def test_json_of_another_shape_is_not_shown(live_dealer: Dealer, owner_engine: Engine) -> None:
    car = make_car(live_dealer)
    wrong = "UPDATE cars SET public_json = 'stale', public_json_shape = 0"
    change_by_hand(live_dealer, owner_engine, wrong)

    assert shown(live_dealer, car)["price"] == car.price


def test_a_deep_page_has_the_cars_of_its_place(
    live_dealer: Dealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_car(live_dealer) for _ in range(5)]
    expected = [car.id for car in reversed(made)][2:4]
    pages = []
    for deep in (1, 100):
        monkeypatch.setattr(public_reads, "DEEP", deep)
        found = live_dealer.public.get(f"/api/cars?page=2&limit=2&minPrice={deep}").get_json()[
            "data"
        ]
        pages.append([car["id"] for car in found])

    assert pages == [expected, expected]
