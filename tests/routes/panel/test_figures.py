"""The figures: each is right at the edges of its period, its zone and its dealer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from autoleads.extensions import db
from autoleads.models import Car, Lead, SearchRequest
from autoleads.services import insights
from autoleads.services.insights import AgeGroup, LeadGroup, Period
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.fake_gateway import tenant_context
from tests.support.panel import panel_of

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def local(dealer: Dealer, day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=dealer.tenant.zone)


def figures(dealer: Dealer, period: Period = NOVEMBER) -> insights.LeadFigures:
    with tenant_context(dealer):
        return insights.lead_figures(dealer.tenant, period)


def answered(dealer: Dealer, day: int, minutes: int, **columns: Any) -> Lead:
    """Make a lead whose first reply came after some minutes."""
    at = local(dealer, day)
    replied = at + timedelta(minutes=minutes)
    return make_lead(dealer, created_at=at, first_response_at=replied, **columns)


def test_a_period_ends_with_its_days_in_the_dealers_zone(dealer_a: Dealer) -> None:
    for moment in (
        datetime(2026, 10, 31, 16, 59, tzinfo=UTC),  # 23.59 of 31 October in Jakarta
        datetime(2026, 10, 31, 17, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 16, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
    ):
        make_lead(dealer_a, created_at=moment)

    found = figures(dealer_a)

    assert found.total.leads == 2
    assert found.previous_leads == 1
    assert found.bars == {
        date(2026, 11, 1): {"whatsapp": 1},
        date(2026, 11, 30): {"whatsapp": 1},
    }


def test_the_speed_of_replies_counts_those_replied_to(dealer_a: Dealer) -> None:
    sales = dealer_a.user_ids["sales"]
    for minutes in (2, 4, 60):
        answered(dealer_a, 5, minutes, assigned_to=sales)
    make_lead(dealer_a, created_at=local(dealer_a, 6), assigned_to=sales)

    found = figures(dealer_a)

    assert found.by_user[sales] == LeadGroup(4, median_seconds=240, p90_seconds=2928, in_time=2)
    assert found.total == found.by_user[sales]


def test_the_clock_begins_with_the_first_message(dealer_a: Dealer) -> None:
    lead = answered(dealer_a, 5, 30)
    make_message(dealer_a, lead, created_at=local(dealer_a, 5) + timedelta(minutes=20))

    assert figures(dealer_a).total.median_seconds == 600


def test_leads_are_told_by_where_they_come_from(dealer_a: Dealer) -> None:
    on: dict[str, Any] = {"created_at": local(dealer_a, 5)}
    make_lead(dealer_a, channel="olx", status="won", **on)
    make_lead(dealer_a, channel="olx", status="lost", lost_reason="harga", **on)
    make_lead(dealer_a, channel="spanduk-bogor", status="visiting", **on)
    make_lead(dealer_a, source="walk_in", **on)

    found = figures(dealer_a).by_origin

    assert found == {
        "channel_olx": LeadGroup(leads=2, visited=1, won=1),
        "channel_spanduk-bogor": LeadGroup(leads=1, visited=1),
        "source_walk_in": LeadGroup(leads=1),
    }


def test_a_long_period_has_weeks_for_bars(dealer_a: Dealer) -> None:
    make_lead(dealer_a, created_at=local(dealer_a, 8))  # a Sunday
    make_lead(dealer_a, created_at=local(dealer_a, 9))

    found = figures(dealer_a, Period(date(2026, 9, 2), date(2026, 11, 30)))

    assert set(found.bars) == {date(2026, 11, 2), date(2026, 11, 9)}


def test_other_dealers_leads_are_not_counted(dealer_a: Dealer, dealer_b: Dealer) -> None:
    make_lead(dealer_b, created_at=local(dealer_b, 5))

    assert figures(dealer_a).total.leads == 0


def test_the_stock_is_told_by_age(dealer_a: Dealer) -> None:
    now = datetime.now(UTC)
    ages = (0, 30, 31, 60, 61, 90, 91, 400)
    for days in ages:
        age(dealer_a, make_car(dealer_a, price=100_000_000), now - timedelta(days=days, hours=1))
    make_car(dealer_a, status="draft")
    sold = make_car(dealer_a, status="sold")
    today = now.astimezone(dealer_a.tenant.zone).date()

    with tenant_context(dealer_a):
        found = insights.stock_figures(dealer_a.tenant, Period(today, today))

    assert found.ages == [
        AgeGroup(2, 200_000_000),
        AgeGroup(1, 100_000_000),
        AgeGroup(1, 100_000_000),
        AgeGroup(2, 200_000_000),
        AgeGroup(2, 200_000_000),
    ]
    assert (found.cars, found.value, found.sold) == (8, 800_000_000, 1)
    assert found.median_days == 60.5
    assert [car.days for car in found.slowest] == sorted(ages, reverse=True)
    assert sold.sold_at is not None


def age(dealer: Dealer, car: Car, created_at: datetime) -> None:
    with tenant_context(dealer):
        db.session.get_one(Car, (dealer.tenant.id, car.id)).created_at = created_at
        db.session.commit()


def test_what_was_not_in_stock_is_told_by_how_many_wanted_it(dealer_a: Dealer) -> None:
    wishes = [("Honda", "Brio", False), ("Honda", "Brio", False), ("Honda", "Jazz", True)]
    leads = [make_lead(dealer_a) for _ in wishes]
    with tenant_context(dealer_a):
        for lead, (brand, model, met) in zip(leads, wishes, strict=True):
            for _ in range(2):
                wish = SearchRequest(
                    tenant_id=dealer_a.tenant.id,
                    lead_id=lead.id,
                    brand=brand,
                    model=model,
                    met=met,
                    price_max=150_000_000,
                    created_at=local(dealer_a, 5),
                )
                db.session.add(wish)
        db.session.commit()

        [unmet] = insights.unmet_wishes(dealer_a.tenant, NOVEMBER)

    assert (unmet.model, unmet.customers, unmet.budget) == ("Brio", 2, 150_000_000)


@pytest.mark.parametrize("days", ["7", "30", "90", "month", "nonsense"])
def test_the_page_is_there_for_every_period(dealer_a: Dealer, days: str) -> None:
    car = make_car(dealer_a)
    make_lead(dealer_a, asked=[car], assigned_to=dealer_a.user_ids["sales"], channel="olx")

    page = panel_of(dealer_a, "admin").get(f"/admin/figures?days={days}")

    assert page.status_code == 200
    assert car.public_name in page.text


def test_a_line_leads_to_its_chats(dealer_a: Dealer) -> None:
    make_lead(dealer_a, name="Dari OLX", channel="olx")
    make_lead(dealer_a, name="Dari Instagram", channel="ig")
    panel = panel_of(dealer_a, "owner")

    figures_page = panel.get("/admin/figures").text
    chats = panel.get("/admin/chat?view=all&channel=olx").text

    assert "/admin/chat?view=all&amp;channel=olx" in figures_page
    assert "Dari OLX" in chats
    assert "Dari Instagram" not in chats


def test_the_table_says_the_same_and_runs_no_formula(dealer_a: Dealer) -> None:
    for _ in range(2):
        make_lead(dealer_a, channel="-cmd")
    panel = panel_of(dealer_a, "owner")

    response = panel.get("/admin/figures.csv?days=7")

    table = read(response.data)
    assert response.mimetype == "text/csv"
    assert "attachment; filename=angka-dealer-a-" in response.headers["Content-Disposition"]
    assert table[1][:2] == ["Semua", "2"]
    assert ["'-cmd", "2"] in [line[:2] for line in table]


def read(content: bytes) -> Sequence[list[str]]:
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_salespeople_see_no_figures(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "sales")

    assert panel.get("/admin/figures").status_code == 403
    assert panel.get("/admin/figures.csv").status_code == 403


def test_last_month_is_a_whole_one(dealer_a: Dealer) -> None:
    today = datetime.now(dealer_a.tenant.zone).date()
    last = today.replace(day=1) - timedelta(days=1)
    inside = datetime.combine(last, time(12), dealer_a.tenant.zone)
    make_lead(dealer_a, name="Bulan lalu", created_at=inside, channel="olx")
    make_lead(dealer_a, name="Bulan ini", channel="ig")

    page = panel_of(dealer_a, "owner").get("/admin/figures?days=month").text

    assert "channel=olx" in page
    assert "channel=ig" not in page
