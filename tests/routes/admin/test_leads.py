"""Leads shown and entered."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.conftest import LogLines
from tests.support.factories import Dealer, make_car, make_lead
from tests.support.lead_api import LEADS, NOW, data, ids, timeline, wrong_fields


def test_show_returns_every_field_of_a_lead(dealer_a: Dealer) -> None:
    first, second = (
        make_car(dealer_a, display_code="B12"),
        make_car(dealer_a, display_code="A01", status="draft"),
    )
    lead = make_lead(
        dealer_a,
        phone="+6281234567890",
        asked=[first, second],
        assigned_to=dealer_a.user_ids["sales"],
        channel="ig",
        waiting_since=NOW,
    )

    response = dealer_a.owner.get(f"{LEADS}/{lead.id}")

    shown = data(response)
    assert response.headers["ETag"]
    assert {key: shown.pop(key) is not None for key in ("createdAt", "updatedAt")} == {
        "createdAt": True,
        "updatedAt": True,
    }
    assert shown == {
        "id": lead.id,
        "customerName": "Budi",
        "customerPhone": "+6281234567890",
        "status": "new",
        "source": "whatsapp",
        "channel": "ig",
        "cars": [
            {
                "id": first.id,
                "displayCode": "B12",
                "publicName": "Toyota Avanza G 2021",
                "status": "available",
            },
            {
                "id": second.id,
                "displayCode": "A01",
                "publicName": "Toyota Avanza G 2021",
                "status": "draft",
            },
        ],
        "assignedTo": {"id": dealer_a.user_ids["sales"], "name": "Sales"},
        "waitingSince": "2026-11-22T09:30:00.000Z",
        "waitingKind": "question",
        "needsPerson": None,
        "firstResponseAt": None,
        "followUpAt": None,
        "lostReason": None,
        "lastMessageAt": None,
        "optedOut": False,
        "closedAt": None,
    }


def test_lead_known_by_privacy_id_only_has_no_phone(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, lid="123456789012345@lid", name=None)

    shown = data(dealer_a.owner.get(f"{LEADS}/{lead.id}"))
    assert (shown["customerPhone"], shown["customerName"]) == (None, None)


ROUTES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "", None),
    ("PATCH", "", {"status": "contacted"}),
    ("POST", "/assign", {"userId": None}),
    ("POST", "/answered", None),
    ("POST", "/notes", {"text": "hi"}),
    ("GET", "/timeline", None),
    ("GET", "/messages", None),
    ("POST", "/messages", {"text": "hi"}),
    ("POST", "/messages/1/retry", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_lead_of_a_colleague_is_404_for_salespeople(
    dealer_a: Dealer, method: str, path: str, body: dict[str, Any] | None
) -> None:
    lead = make_lead(dealer_a, assigned_to=dealer_a.user_ids["sales2"])
    options = {"json": body} if body else {}

    assert dealer_a.sales.open(method, f"{LEADS}/{lead.id}{path}", **options).status_code == 404


@pytest.mark.parametrize(("method", "path", "body"), [*ROUTES, ("POST", "/claim", None)])
def test_lead_of_another_tenant_is_404(
    dealer_a: Dealer, dealer_b: Dealer, method: str, path: str, body: dict[str, Any] | None
) -> None:
    lead = make_lead(dealer_a)
    options = {"json": body} if body else {}

    assert dealer_b.owner.open(method, f"{LEADS}/{lead.id}{path}", **options).status_code == 404


def test_create_returns_the_lead_and_records_it(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, status="draft")
    body = {
        "customerName": " Bu  Tini ",
        "customerPhone": "0812-9999-0001",
        "source": "Walk_In",
        "channel": "IG",
        "carIds": [car.id],
        "assignedTo": dealer_a.user_ids["sales2"],
    }

    response = dealer_a.admin.post(LEADS, json=body)

    lead = data(response, 201)
    assert response.headers["Location"].endswith(f"{LEADS}/{lead['id']}")
    assert (lead["customerName"], lead["customerPhone"]) == ("Bu Tini", "+6281299990001")
    assert (lead["source"], lead["channel"], lead["status"]) == ("walk_in", "ig", "new")
    assert [asked["id"] for asked in lead["cars"]] == [car.id]
    assert lead["assignedTo"]["id"] == dealer_a.user_ids["sales2"]
    assert lead["waitingSince"] is None
    [opened] = timeline(dealer_a.owner, lead["id"])
    assert (opened["type"], opened["by"]["name"], opened["source"]) == (
        "opened",
        "Admin",
        "walk_in",
    )
    assert opened["assignedTo"] == lead["assignedTo"]


def test_lead_created_by_a_salesperson_is_assigned_to_them(dealer_a: Dealer) -> None:
    customer = {"customerName": "Tini", "customerPhone": "081299990001"}
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]

    assert dealer_a.sales.post(LEADS, json={**customer, "assignedTo": sales2}).status_code == 403
    lead = data(dealer_a.sales.post(LEADS, json=customer), 201)
    assert lead["assignedTo"]["id"] == sales
    assert lead["source"] == "other"


def test_create_for_a_customer_with_an_open_lead_is_409(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, phone="+6281299990001", assigned_to=dealer_a.user_ids["sales"])
    again = {"customerName": "Tini", "customerPhone": "081299990001", "channel": "ig"}

    mine, theirs = dealer_a.sales.post(LEADS, json=again), dealer_a.sales2.post(LEADS, json=again)

    for refused in (mine, theirs):
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert str(lead.id) in mine.get_json()["error"]["message"]
    assert str(lead.id) not in theirs.get_json()["error"]["message"]
    shown = data(dealer_a.owner.get(f"{LEADS}/{lead.id}"))
    assert (shown["customerName"], shown["channel"]) == ("Budi", None)


def test_unknown_foreign_and_archived_cars_are_422(dealer_a: Dealer, dealer_b: Dealer) -> None:
    good, archived, foreign = (
        make_car(dealer_a),
        make_car(dealer_a, status="archived"),
        make_car(dealer_b),
    )
    body = {"customerName": "Tini", "customerPhone": "081299990001"}

    response = dealer_a.owner.post(
        LEADS, json={**body, "carIds": [good.id, archived.id, foreign.id, 10**15]}
    )

    assert wrong_fields(response) == ["carIds.1", "carIds.2", "carIds.3"]
    assert ids(dealer_a.owner.get(LEADS)) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"customerPhone": "12"}, "customerPhone"),
        ({"customerName": "  "}, "customerName"),
        ({"source": "x"}, "source"),
        ({"channel": "x" * 21}, "channel"),
        ({"carIds": [0]}, "carIds.0"),
        ({"tenantId": 1}, "tenantId"),
        ({"status": "won"}, "status"),
        ({"assignedTo": 10**15}, "assignedTo"),
    ],
)
def test_invalid_lead_is_422_and_names_the_field(
    dealer_a: Dealer, body: dict[str, Any], field: str
) -> None:
    customer = {"customerName": "Tini", "customerPhone": "081299990001"}

    assert wrong_fields(dealer_a.owner.post(LEADS, json={**customer, **body})) == [field]


def test_log_lines_contain_no_phone_number_and_no_name(
    dealer_a: Dealer, log_lines: LogLines
) -> None:
    logging.getLogger("autoleads").setLevel(logging.DEBUG)
    engine = logging.getLogger("sqlalchemy.engine")
    handler = logging.getLogger("autoleads").handlers[0]
    engine.addHandler(handler)
    body = {"customerName": "Sukmawati", "customerPhone": "0812-9999-0001"}
    try:
        lead = data(dealer_a.owner.post(LEADS, json=body), 201)
        dealer_a.owner.post(LEADS, json=body)
        dealer_a.owner.post(LEADS, json={**body, "carIds": [1]})
        dealer_a.owner.get(LEADS, query_string={"q": "081299990001"})
        dealer_a.owner.patch(f"{LEADS}/{lead['id']}", json={"customerName": "Sukmawati"})
    finally:
        engine.removeHandler(handler)

    lines = [str(line) for line in log_lines()]
    assert len([line for line in lines if "/api/admin/leads" in line]) >= 5
    assert not [line for line in lines if "99990001" in line or "Sukmawati" in line]
