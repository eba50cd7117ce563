"""Demand: chats arrive by the webhook, and the auto-reply records what they search for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from autoleads.extensions import db
from autoleads.models import Contact
from autoleads.services import autoreply, cars, leads
from autoleads.services.cars import CarChanges, NewCar
from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, connect, tenant_context

BRIO = NewCar(
    brand="Honda",
    model="Brio",
    year=2019,
    price=148_000_000,
    km=40_000,
    transmission="automatic",
    fuel_type="petrol",
    status="available",
)


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def say(line: Line, text: str, number: int = 1, **fields: Any) -> int:
    """Post a message of a customer, write the auto-reply, and return the id of their lead."""
    sender = f"62812900000{number:02}"
    fields = {"sender": sender, "name": f"Pelanggan {number}", **fields}
    lead_id: int = line.say(text, **fields)["leadId"]
    with tenant_context(line.dealer):
        autoreply.send_auto_reply(
            line.dealer.tenant, lead_id, line.device_id, now=datetime.now(UTC)
        )
        db.session.commit()
    return lead_id


def add(dealer: Dealer, **fields: Any) -> int:
    with tenant_context(dealer):
        car = cars.create(dealer.tenant, replace(BRIO, **fields))
        db.session.commit()
        return car.id


def interested(dealer: Dealer, car_id: int, who: str = "owner") -> list[dict[str, Any]]:
    response = getattr(dealer, who).get(f"/api/admin/cars/{car_id}/interested")
    assert response.status_code == 200, response.text
    customers: list[dict[str, Any]] = response.get_json()["data"]
    return customers


def test_search_without_a_match_in_stock_is_unmet_demand(dealer_a: Dealer, line: Line) -> None:
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


def test_weeks_begin_on_monday_in_the_time_zone_of_the_tenant(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari brio matic budget 150")

    (week,) = dealer_a.owner.get("/api/admin/demand?period=week").get_json()["data"]

    starts_on = datetime.fromisoformat(week["startsOn"]).date()
    today = datetime.now(dealer_a.tenant.zone).date()
    assert starts_on.weekday() == 0
    assert 0 <= (today - starts_on).days < 7


@pytest.mark.parametrize(
    ("message", "fits"),
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
def test_car_must_meet_all_that_was_searched_for(
    dealer_a: Dealer, line: Line, message: str, fits: bool
) -> None:
    lead_id = say(line, message)
    car_id = add(dealer_a)

    assert [customer["lead"]["id"] for customer in interested(dealer_a, car_id)] == (
        [lead_id] if fits else []
    )


def test_model_is_found_by_the_short_form_of_its_name(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari pajero matic")
    car_id = add(dealer_a, brand="Mitsubishi", model="Pajero Sport", price=400_000_000)

    assert len(interested(dealer_a, car_id)) == 1


def test_customer_who_asked_about_a_sold_car_may_want_the_next_of_its_model(
    dealer_a: Dealer, line: Line
) -> None:
    sold = add(dealer_a, display_code="B77")
    lead_id = say(line, "halo #B77 masih ada?")
    with tenant_context(dealer_a):
        cars.update(dealer_a.tenant, sold, CarChanges(status="sold"))
        db.session.commit()
    car_id = add(dealer_a, display_code="B78")

    (customer,) = interested(dealer_a, car_id)

    assert (customer["lead"]["id"], customer["reason"]) == (lead_id, "similar_sold")
    assert customer["text"] == (
        "Halo Kak Pelanggan 1, kemarin sempat tanya Honda Brio ya? "
        "Sekarang ada Honda Brio 2019 (#B78), Rp 148.000.000. "
        "Mau saya kirimkan detailnya? – Dealer-A"
    )


def test_customer_who_also_searched_is_listed_once_as_searching(
    dealer_a: Dealer, line: Line
) -> None:
    sold = add(dealer_a, display_code="B77")
    lead_id = say(line, "cari brio matic")
    say(line, "halo #B77 masih ada?")
    with tenant_context(dealer_a):
        cars.update(dealer_a.tenant, sold, CarChanges(status="sold"))
        db.session.commit()
    car_id = add(dealer_a, display_code="B78")

    (customer,) = interested(dealer_a, car_id)

    assert (customer["lead"]["id"], customer["reason"]) == (lead_id, "wish")


def test_customers_who_asked_last_come_first(dealer_a: Dealer, line: Line) -> None:
    first = say(line, "cari brio matic", 1)
    second = say(line, "cari brio matic", 2)
    car_id = add(dealer_a)

    customers = interested(dealer_a, car_id)

    assert [customer["lead"]["id"] for customer in customers] == [second, first]


def test_invitation_is_in_the_language_of_the_tenant(dealer_a: Dealer, line: Line) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"locale": "en"})
    say(line, "cari brio matic", name=None)
    car_id = add(dealer_a)

    (customer,) = interested(dealer_a, car_id)

    assert customer["text"].startswith("Hello, you asked about a Honda Brio the other day.")


def test_customers_who_asked_about_the_car_bought_or_opted_out_are_left_out(
    dealer_a: Dealer, line: Line
) -> None:
    lead_ids = [say(line, "cari brio matic", number) for number in range(1, 5)]
    car_id = add(dealer_a, display_code="B80")
    say(line, "yang #B80 boleh juga", 1)
    with tenant_context(dealer_a):
        leads.get(dealer_a.tenant, lead_ids[1]).status = "won"
        for contact in db.session.query(Contact).filter(Contact.phone == "+6281290000003"):
            contact.opted_out_at = datetime.now(UTC)
        db.session.commit()
    say(line, "cari brio merah", 4)

    assert [customer["lead"]["id"] for customer in interested(dealer_a, car_id)] == [lead_ids[3]]


def test_draft_has_no_interested_customers(dealer_a: Dealer, line: Line) -> None:
    say(line, "cari brio matic")

    assert interested(dealer_a, add(dealer_a, status="draft")) == []


def test_interested_customers_are_those_of_leads_that_the_user_may_see(
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
