"""Leads listed: by user, by filters, in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.support.factories import Dealer, make_car, make_dealer, make_lead
from tests.support.lead_api import LEADS, NOW, data, ids, wrong_fields
from tests.support.statements import recorded_statements

HOUR = timedelta(hours=1)


@pytest.fixture
def lead_ids(dealer_a: Dealer) -> dict[str, int]:
    """Create a lead of each salesperson and an unassigned one; return the ids."""
    return {
        who: make_lead(dealer_a, assigned_to=user_id).id
        for who, user_id in (
            ("sales", dealer_a.user_ids["sales"]),
            ("sales2", dealer_a.user_ids["sales2"]),
            ("unassigned", None),
        )
    }


def test_salespeople_list_and_count_their_own_and_unassigned_leads(
    dealer_a: Dealer, lead_ids: dict[str, int]
) -> None:
    theirs = {lead_ids["sales"], lead_ids["unassigned"]}

    assert set(ids(dealer_a.sales.get(LEADS))) == theirs
    assert dealer_a.sales.get(LEADS).get_json()["meta"]["total"] == 2
    assert data(dealer_a.sales.get(f"{LEADS}/stats"))["total"] == 2
    assert ids(dealer_a.sales.get(f"{LEADS}?assignedTo={dealer_a.user_ids['sales2']}")) == []
    for boss in (dealer_a.owner, dealer_a.admin):
        assert set(ids(boss.get(LEADS))) == set(lead_ids.values())
        assert data(boss.get(f"{LEADS}/stats"))["total"] == 3


def test_leads_of_another_tenant_are_neither_listed_nor_counted(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    make_lead(dealer_a, name="Marker", asked=[car := make_car(dealer_a)], channel="marker")

    for filters in (
        "",
        "?q=Marker",
        f"?carId={car.id}",
        "?channel=marker",
        f"?assignedTo={dealer_a.user_ids['sales']}",
    ):
        assert ids(dealer_b.owner.get(LEADS + filters)) == []
    assert data(dealer_b.owner.get(f"{LEADS}/stats"))["total"] == 0


@pytest.mark.parametrize(
    ("filters", "marked"),
    [
        ({"status": "won"}, {"status": "won"}),
        ({"source": "walk_in"}, {"source": "walk_in"}),
        ({"channel": "IG"}, {"channel": "ig"}),
        ({"overdue": "true"}, {"follow_up_at": NOW - timedelta(days=9000)}),
        ({"q": "wati"}, {"name": "Bu Sukmawati"}),
        ({"q": "SUKMA bu"}, {"name": "Bu Sukmawati"}),
        ({"q": "0857-1234"}, {"phone": "+6285712340001"}),
        ({"q": "0857 1234 0001"}, {"phone": "+6285712340001"}),
        ({"q": "+62 857 12340001"}, {"phone": "+6285712340001"}),
        ({"q": "340001"}, {"phone": "+6285712340001"}),
        ({"q": "budi 0857"}, {"phone": "+6285712340001"}),
    ],
)
def test_filter_finds_the_matching_lead_only(
    dealer_a: Dealer, filters: dict[str, str], marked: dict[str, Any]
) -> None:
    lead = make_lead(dealer_a, **marked)
    make_lead(dealer_a, follow_up_at=datetime.now(UTC) + HOUR)
    make_lead(
        dealer_a, status="lost", follow_up_at=NOW - timedelta(days=9000), name="Eko", channel="olx"
    )

    assert ids(dealer_a.owner.get(LEADS, query_string=filters)) == [lead.id]


@pytest.mark.parametrize("q", ["%", "_", "\\", "Budi Eko", "999999", "*", "+"])
def test_like_wildcards_in_q_are_escaped(dealer_a: Dealer, q: str) -> None:
    make_lead(dealer_a)

    assert ids(dealer_a.owner.get(LEADS, query_string={"q": q})) == []


def test_repeated_filter_matches_any_of_its_values(dealer_a: Dealer) -> None:
    won, lost, _ = (make_lead(dealer_a, status=status).id for status in ("won", "lost", "new"))

    assert ids(dealer_a.owner.get(f"{LEADS}?status=won&status=LOST&sort=createdAt")) == [won, lost]


def test_filters_by_car_and_by_assignee(dealer_a: Dealer, lead_ids: dict[str, int]) -> None:
    car, other = make_car(dealer_a), make_car(dealer_a)
    asked = make_lead(dealer_a, asked=[other, car], assigned_to=dealer_a.user_ids["admin"]).id
    sales = dealer_a.user_ids["sales"]

    assert ids(dealer_a.owner.get(f"{LEADS}?carId={car.id}")) == [asked]
    assert ids(dealer_a.owner.get(f"{LEADS}?assignedTo={sales}")) == [lead_ids["sales"]]
    assert ids(dealer_a.owner.get(f"{LEADS}?assignedTo=none")) == [lead_ids["unassigned"]]
    assert set(ids(dealer_a.owner.get(f"{LEADS}?assignedTo=none&assignedTo={sales}"))) == {
        lead_ids["sales"],
        lead_ids["unassigned"],
    }


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8)])
def test_creation_days_are_in_the_tenants_time_zone(app: Flask, zone: str, offset: int) -> None:
    dealer = make_dealer(app, "dealer-z", timezone=zone)
    midnight = datetime(2026, 3, 10, tzinfo=UTC) - offset * HOUR
    minute = timedelta(minutes=1)
    first, last = (
        make_lead(dealer, created_at=at).id for at in (midnight, midnight + 24 * HOUR - minute)
    )
    before, after = (
        make_lead(dealer, created_at=at).id for at in (midnight - minute, midnight + 24 * HOUR)
    )

    def between(query: str) -> list[int]:
        return ids(dealer.owner.get(f"{LEADS}?sort=createdAt&{query}"))

    assert between("from=2026-03-10&to=2026-03-10") == [first, last]
    assert between("from=2026-03-10") == [first, last, after]
    assert between("to=2026-03-10") == [before, first, last]
    assert between("from=0001-01-01&to=9999-12-31") == [before, first, last, after]


def test_sort_orders(dealer_a: Dealer) -> None:
    quiet = make_lead(dealer_a, created_at=NOW - HOUR).id
    waiting = make_lead(
        dealer_a, last_message_at=NOW - HOUR, waiting_since=NOW - 2 * HOUR, created_at=NOW
    ).id
    longest = make_lead(
        dealer_a,
        last_message_at=NOW - 2 * HOUR,
        waiting_since=NOW - 3 * HOUR,
        created_at=NOW + HOUR,
    ).id
    latest = make_lead(dealer_a, last_message_at=NOW, created_at=NOW - 2 * HOUR).id

    assert ids(dealer_a.owner.get(LEADS)) == [latest, waiting, longest, quiet]
    assert ids(dealer_a.owner.get(f"{LEADS}?sort=createdAt")) == [latest, quiet, waiting, longest]
    assert ids(dealer_a.owner.get(f"{LEADS}?sort=waiting")) == [longest, waiting, latest, quiet]


def test_list_is_paginated(dealer_a: Dealer) -> None:
    for _ in range(3):
        make_lead(dealer_a, status="won")

    response = dealer_a.owner.get(f"{LEADS}?limit=2&page=2&status=won")

    assert len(data(response)) == 1
    assert response.get_json()["meta"] == {"page": 2, "limit": 2, "total": 3, "totalPages": 2}
    assert "status=won&page=1" in response.headers["Link"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=open", "status"),
        ("source=tiktok", "source"),
        ("assignedTo=me", "assignedTo"),
        ("assignedTo=0", "assignedTo"),
        ("carId=x", "carId"),
        ("channel=a%20b", "channel"),
        ("from=yesterday", "from"),
        ("to=20260101", "to"),
        ("from=2026-01-02&to=2026-01-01", "to"),
        ("overdue=perhaps", "overdue"),
        ("sort=name", "sort"),
        ("limit=101", "limit"),
    ],
)
def test_malformed_filter_is_422_and_names_the_field(
    dealer_a: Dealer, query: str, field: str
) -> None:
    assert wrong_fields(dealer_a.owner.get(f"{LEADS}?{query}")) == [field]


def test_longer_list_needs_no_more_statements(dealer_a: Dealer) -> None:
    def add_lead() -> None:
        asked = [make_car(dealer_a), make_car(dealer_a)]
        make_lead(dealer_a, asked=asked, assigned_to=dealer_a.user_ids["sales"])

    def count_statements() -> int:
        with recorded_statements(dealer_a.app) as statements:
            data(dealer_a.owner.get(LEADS))
        return len(statements)

    add_lead()
    dealer_a.owner.get(LEADS)  # logs in
    with_one_lead = count_statements()
    for _ in range(4):
        add_lead()

    assert count_statements() == with_one_lead


@pytest.mark.parametrize("q", ["nur’aini", "Nur'aini", "nuraini", "siti nur`aini"])
def test_names_are_found_with_any_apostrophe(dealer_a: Dealer, q: str) -> None:
    lead = make_lead(dealer_a, name="Siti Nur'aini")
    make_lead(dealer_a, name="Budi")

    assert ids(dealer_a.owner.get(LEADS, query_string={"q": q})) == [lead.id]


@pytest.mark.parametrize("q", ["62081241352909", "0812-4135-2909", "+6281241352909", "41352909"])
def test_numbers_are_found_in_any_spelling(dealer_a: Dealer, q: str) -> None:
    lead = make_lead(dealer_a, phone="+6281241352909")
    make_lead(dealer_a)

    assert ids(dealer_a.owner.get(LEADS, query_string={"q": q})) == [lead.id]
