"""What buyers ask for, and who may want a car: chats come in through the webhook, the worker's step answers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from autoleads.extensions import db
from autoleads.models import Contact
from autoleads.services import autoreply, cars, leads
from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, at_work, connect

BRIO = {
    "brand": "Honda",
    "model": "Brio",
    "year": 2019,
    "price": 148_000_000,
    "km": 40_000,
    "transmission": "automatic",
    "fuel_type": "petrol",
    "status": "available",
}


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def say(line: Line, text: str, number: int = 1, **fields: Any) -> int:
    """A buyer writes and is answered; his lead."""
    sender = f"62812900000{number:02}"
    lead_id: int = line.say(text, sender=sender, name=f"Pembeli {number}", **fields)["leadId"]
    with at_work(line.dealer):
        autoreply.send_auto_reply(
            line.dealer.tenant, lead_id, line.device_id, now=datetime.now(UTC)
        )
        db.session.commit()
    return lead_id


def add(dealer: Dealer, **fields: Any) -> int:
    with at_work(dealer):
        car = cars.create(dealer.tenant, {**BRIO, **fields})
        db.session.commit()
        return car.id


def interested(dealer: Dealer, car_id: int, who: str = "owner") -> list[dict[str, Any]]:
    answer = getattr(dealer, who).get(f"/api/admin/cars/{car_id}/interested")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["data"]
    return found


def test_what_is_not_in_stock_is_unmet_demand(dealer_a: Dealer, line: Line) -> None:
    add(dealer_a)
    say(line, "cari brio matic budget 150", 1)
    say(line, "cari pajero 2019 matic dong", 2)

    for period in ("week", "month"):
        (now,) = dealer_a.owner.get(f"/api/admin/demand?period={period}").get_json()["data"]
        assert (now["wishes"], now["unmet"], now["unmetShare"]) == (2, 1, 0.5)
        assert {model["model"]: model["unmet"] for model in now["models"]} == {
            "Brio": 0,
            "Pajero": 1,
        }


def test_weeks_begin_on_monday_in_the_dealers_own_time(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari brio matic budget 150")

    (week,) = dealer_a.owner.get("/api/admin/demand?period=week").get_json()["data"]

    starts_on = datetime.fromisoformat(week["startsOn"]).date()
    today = datetime.now(dealer_a.tenant.zone).date()
    assert starts_on.weekday() == 0
    assert 0 <= (today - starts_on).days < 7


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ("cari brio matic 2018-2020 budget 150", True),
        ("cari brio budget 140", True),
        ("cari brio budget 100", False),
        ("cari brio manual", False),
        ("cari brio 2021 keatas", False),
        ("cari honda matic", True),
        ("cari avanza matic", False),
        ("budget 150 ada apa kak?", False),
    ],
)
def test_all_that_was_wished_must_hold(dealer_a: Dealer, line: Line, wish: str, fits: bool) -> None:
    lead_id = say(line, wish)
    car_id = add(dealer_a)

    assert [person["lead"]["id"] for person in interested(dealer_a, car_id)] == (
        [lead_id] if fits else []
    )


def test_a_longer_model_name_is_found_by_its_short_one(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari pajero matic")
    car_id = add(dealer_a, brand="Mitsubishi", model="Pajero Sport", price=400_000_000)

    assert len(interested(dealer_a, car_id)) == 1


def test_who_asked_about_one_that_was_sold_is_told_of_the_next(
    dealer_a: Dealer, line: Line
) -> None:
    sold = add(dealer_a, display_code="B77")
    lead_id = say(line, "halo #B77 masih ada?")
    with at_work(dealer_a):
        cars.update(dealer_a.tenant, sold, {"status": "sold"})
        db.session.commit()
    car_id = add(dealer_a, display_code="B78")

    (person,) = interested(dealer_a, car_id)

    assert (person["lead"]["id"], person["reason"]) == (lead_id, "similar_sold")
    assert "Pembeli 1" in person["text"]
    assert "#B78" in person["text"]


def test_each_person_once_and_nobody_who_knows_it_bought_or_opted_out(
    dealer_a: Dealer, line: Line
) -> None:
    wishes = [say(line, "cari brio matic", number) for number in range(1, 5)]
    car_id = add(dealer_a, display_code="B80")
    say(line, "yang #B80 boleh juga", 1)
    with at_work(dealer_a):
        leads.get(dealer_a.tenant, wishes[1]).status = "won"
        for contact in db.session.query(Contact).filter(Contact.phone == "+6281290000003"):
            contact.opted_out_at = datetime.now(UTC)
        db.session.commit()
    say(line, "cari brio merah", 4)

    assert [person["lead"]["id"] for person in interested(dealer_a, car_id)] == [wishes[3]]


def test_a_car_that_cannot_be_sold_interests_nobody(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari brio matic")

    assert interested(dealer_a, add(dealer_a, status="draft")) == []


def test_salespeople_see_their_own_and_the_other_dealer_nothing(
    dealer_a: Dealer, dealer_b: Dealer, line: Line
) -> None:
    lead_id = say(line, "cari brio matic")
    car_id = add(dealer_a)
    dealer_a.owner.post(
        f"/api/admin/leads/{lead_id}/assign", json={"userId": dealer_a.user_ids["sales"]}
    )

    assert len(interested(dealer_a, car_id, "sales")) == 1
    assert interested(dealer_a, car_id, "sales2") == []
    assert dealer_b.owner.get(f"/api/admin/cars/{car_id}/interested").status_code == 404
    assert dealer_b.owner.get("/api/admin/demand").get_json()["data"] == []
