"""The stock: finding cars, changing several at once, selling one, and who may want it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadEvent
from tests.support.factories import Dealer, make_car, make_lead
from tests.support.fake_gateway import rows, tenant_context
from tests.support.panel import Panel, panel_of


@pytest.fixture
def panel(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "admin")


def statuses(dealer: Dealer) -> dict[str, str]:
    found = rows(dealer, select(Car).where(Car.tenant_id == dealer.tenant.id))
    return {car.display_code: car.status for car in found}


def lead_of(dealer: Dealer, lead_id: int) -> Lead:
    [lead] = rows(dealer, select(Lead).where(Lead.id == lead_id))
    assert isinstance(lead, Lead)
    return lead


def test_a_sale_wins_the_lead_of_its_buyer_only(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, display_code="A01")
    buyer = make_lead(dealer_a, asked=[car], waiting_since=datetime.now(UTC))
    other = make_lead(dealer_a, asked=[car])

    page = panel.get(f"/admin/cars/{car.id}/sold").text
    response = panel.post(f"/admin/cars/{car.id}/sold", leadId=str(buyer.id))

    assert f'value="{buyer.id}"' in page
    assert f'value="{other.id}"' in page
    assert response.location == "/admin/cars?said=car_sold_now"
    assert statuses(dealer_a) == {"A01": "sold"}
    assert (lead_of(dealer_a, buyer.id).status, lead_of(dealer_a, other.id).status) == (
        "won",
        "new",
    )
    assert lead_of(dealer_a, buyer.id).waiting_since is None
    of_buyer = select(LeadEvent).where(LeadEvent.lead_id == buyer.id, LeadEvent.type == "status")
    [event] = rows(dealer_a, of_buyer)
    assert event.user_id == dealer_a.user_ids["admin"]


def test_a_car_is_sold_to_somebody_who_never_wrote(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, display_code="A01")
    lead = make_lead(dealer_a, asked=[car])

    panel.post(f"/admin/cars/{car.id}/sold", leadId="")

    assert statuses(dealer_a) == {"A01": "sold"}
    assert lead_of(dealer_a, lead.id).status == "new"


def test_a_sale_to_a_lead_that_is_not_there_changes_nothing(
    dealer_a: Dealer, dealer_b: Dealer, panel: Panel
) -> None:
    car = make_car(dealer_a, display_code="A01")
    foreign = make_lead(dealer_b)

    response = panel.post(f"/admin/cars/{car.id}/sold", leadId=str(foreign.id))

    assert response.status_code == 404
    assert statuses(dealer_a) == {"A01": "available"}
    assert lead_of(dealer_b, foreign.id).status == "new"


def test_several_cars_change_alike(dealer_a: Dealer, panel: Panel) -> None:
    ids = [make_car(dealer_a, display_code=code).id for code in ("A01", "A02", "A03")]

    response = panel.post("/admin/cars/status", ids=[str(ids[0]), str(ids[2])], status="archived")

    assert response.status_code == 303
    assert statuses(dealer_a) == {"A01": "archived", "A02": "available", "A03": "archived"}


def test_one_foreign_car_among_several_changes_none(
    dealer_a: Dealer, dealer_b: Dealer, panel: Panel
) -> None:
    own = make_car(dealer_a, display_code="A01")
    foreign = make_car(dealer_b, display_code="B01")

    response = panel.post("/admin/cars/status", ids=[str(own.id), str(foreign.id)], status="sold")

    assert response.status_code == 404
    assert statuses(dealer_a) == {"A01": "available"}
    assert statuses(dealer_b) == {"B01": "available"}


@pytest.mark.parametrize("form", [{"status": "sold"}, {"ids": ["x"], "status": "sold"}])
def test_a_change_of_no_cars_is_refused(panel: Panel, form: dict[str, str]) -> None:
    assert panel.post("/admin/cars/status", **form).status_code == 422


def test_archived_cars_are_found_and_offered_again(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, display_code="A01", status="archived")

    page = panel.get("/admin/cars?status=archived").text
    panel.post(f"/admin/cars/{car.id}/status", status="available")

    assert car.public_name in page
    assert statuses(dealer_a) == {"A01": "available"}


def test_what_needs_a_look_is_listed(dealer_a: Dealer, panel: Panel) -> None:
    make_car(dealer_a, display_code="A01", brand="Honda", model="Brio")
    old = make_car(dealer_a, display_code="A02", brand="Suzuki", model="Ertiga")
    long_ago = datetime.now(UTC) - timedelta(days=100)
    with tenant_context(dealer_a):
        db.session.execute(update(Car).where(Car.id == old.id).values(created_at=long_ago))
        db.session.commit()

    page = panel.get("/admin/cars?notice=old").text

    assert "Suzuki Ertiga" in page
    assert "Honda Brio" not in page
    assert "100 hari" in page


def test_leads_that_asked_are_counted(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a)
    for _ in range(3):
        make_lead(dealer_a, asked=[car])

    assert "3 lead" in panel.get("/admin/cars").text


def test_who_may_want_a_car_gets_a_ready_text(dealer_a: Dealer, panel: Panel) -> None:
    sold = make_car(dealer_a, status="sold")
    lead = make_lead(dealer_a, asked=[sold], name="<b>Budi</b>")
    car = make_car(dealer_a, display_code="A09")

    page = panel.get(f"/admin/cars/{car.id}/interested").text

    assert f"/admin/chat/{lead.id}" in page
    assert "&lt;b&gt;Budi" in page
    assert "#A09" in page


def test_salespeople_share_cars_but_sell_none(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    page = panel_of(dealer_a, "sales").get("/admin/cars").text

    assert "/share" in page
    assert "/sold" not in page
    assert 'name="ids"' not in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["C", "B", "A"]),
        ("oldest", ["A", "B", "C"]),
        ("price", ["B", "A", "C"]),
        ("-price", ["C", "A", "B"]),
        ("km; DROP TABLE cars", ["C", "B", "A"]),
    ],
)
def test_the_stock_is_listed_in_the_order_asked_for(
    dealer_a: Dealer, sort: str, expected: list[str]
) -> None:
    for brand, price in (("A", 150_000_000), ("B", 120_000_000), ("C", 180_000_000)):
        make_car(dealer_a, brand=brand, price=price)

    page = panel_of(dealer_a, "owner").get(f"/admin/cars?sort={sort}").text

    names = re.findall(r'<p class="name">(\w)', page)
    assert names == expected
