"""Leads changed, assigned, claimed, answered and annotated."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import User
from tests.support.factories import Dealer, make_lead
from tests.support.lead_api import LEADS, NOW, data, timeline, wrong_fields

PARALLEL = 50


def disable(dealer: Dealer, who: str) -> None:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        db.session.execute(
            update(User).where(User.id == dealer.user_ids[who]).values(status="disabled")
        )
        db.session.commit()


def test_lost_lead_needs_a_reason_and_has_no_wait_or_follow_up(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW, follow_up_at=NOW)
    path = f"{LEADS}/{lead.id}"

    assert wrong_fields(dealer_a.owner.patch(path, json={"status": "lost"})) == ["lostReason"]
    assert wrong_fields(dealer_a.owner.patch(path, json={"status": "lost", "lostReason": " "})) == [
        "lostReason"
    ]
    lost = data(
        dealer_a.owner.patch(path, json={"status": "lost", "lostReason": "Beli di tempat lain"})
    )

    assert (lost["status"], lost["lostReason"]) == ("lost", "Beli di tempat lain")
    assert (lost["waitingSince"], lost["followUpAt"]) == (None, None)
    assert lost["closedAt"] is not None
    assert wrong_fields(dealer_a.owner.patch(path, json={"lostReason": None})) == ["lostReason"]
    assert wrong_fields(
        dealer_a.owner.patch(path, json={"followUpAt": "2026-12-01T09:00:00Z"})
    ) == ["followUpAt"]
    entry = timeline(dealer_a.owner, lead.id)[-1]
    assert (entry["type"], entry["from"], entry["to"]) == ("status", "new", "lost")
    assert (entry["reason"], entry["by"]["name"]) == ("Beli di tempat lain", "Owner")


def test_only_lost_leads_have_a_reason(dealer_a: Dealer) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"

    for body in ({"lostReason": "x"}, {"status": "won", "lostReason": "x"}):
        assert wrong_fields(dealer_a.owner.patch(path, json=body)) == ["lostReason"]
    assert (
        data(dealer_a.owner.patch(path, json={"status": "won", "lostReason": None}))["status"]
        == "won"
    )


def test_closed_lead_can_be_reopened(dealer_a: Dealer) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"
    dealer_a.owner.patch(path, json={"status": "lost", "lostReason": "x"})

    again = data(
        dealer_a.owner.patch(
            path, json={"status": "negotiating", "followUpAt": "2026-12-01T09:00:00+07:00"}
        )
    )

    assert (again["closedAt"], again["lostReason"]) == (None, None)
    assert again["followUpAt"] == "2026-12-01T02:00:00.000Z"


def test_reopening_a_lead_beside_another_open_one_is_409(dealer_a: Dealer) -> None:
    closed = make_lead(dealer_a, phone="+6281299990001", status="won", closed_at=NOW)
    make_lead(dealer_a, phone="+6281299990001")

    response = dealer_a.owner.patch(f"{LEADS}/{closed.id}", json={"status": "new"})

    assert (response.status_code, response.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert data(dealer_a.owner.get(f"{LEADS}/{closed.id}"))["status"] == "won"


def test_changes_are_recorded_once_in_the_timeline(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}"
    changes = {
        "status": "visiting",
        "followUpAt": "2026-12-01T09:00:00Z",
        "customerName": "Pak Budi",
    }

    first = dealer_a.sales.patch(path, json=changes)
    second = dealer_a.sales.patch(path, json=changes)

    assert data(first)["customerName"] == "Pak Budi"
    assert first.headers["ETag"] == second.headers["ETag"]
    entries = timeline(dealer_a.owner, lead.id)
    assert [entry["type"] for entry in entries] == ["opened", "renamed", "status", "follow_up"]
    assert "Budi" not in str(entries)


@pytest.mark.parametrize("change", [{"customerName": "Pak Budi"}, {"status": "visiting"}])
def test_edit_of_an_older_version_is_412(dealer_a: Dealer, change: dict[str, str]) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"
    match = {"If-Match": dealer_a.owner.get(path).headers["ETag"]}

    assert dealer_a.owner.patch(path, json=change, headers=match).status_code == 200
    assert dealer_a.owner.patch(path, json={"status": "won"}, headers=match).status_code == 412


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"followUpAt": "2026-12-01T09:00:00"}, "followUpAt"),
        ({"followUpAt": "2026-12-01"}, "followUpAt"),
        ({"followUpAt": "9999-12-31T23:59:59-12:00"}, "followUpAt"),
        ({"followUpAt": "0001-01-01T00:00:00+12:00"}, "followUpAt"),
        ({"status": None}, "status"),
        ({"status": "open"}, "status"),
        ({"assignedTo": 1}, "assignedTo"),
        ({"customerPhone": "081299990001"}, "customerPhone"),
    ],
)
def test_invalid_change_is_422_and_names_the_field(
    dealer_a: Dealer, body: dict[str, Any], field: str
) -> None:
    lead = make_lead(dealer_a)

    assert wrong_fields(dealer_a.owner.patch(f"{LEADS}/{lead.id}", json=body)) == [field]


def test_owner_and_admin_assign_leads_to_any_active_user(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}/assign"
    sales = dealer_a.user_ids["sales"]

    assert data(dealer_a.admin.post(path, json={"userId": sales}))["assignedTo"] == {
        "id": sales,
        "name": "Sales",
    }
    assert data(dealer_a.owner.post(path, json={"userId": None}))["assignedTo"] is None
    disable(dealer_a, "sales2")
    for user_id in (dealer_a.user_ids["sales2"], dealer_b.user_ids["sales"], 10**15):
        assert wrong_fields(dealer_a.owner.post(path, json={"userId": user_id})) == ["userId"]
    assert wrong_fields(dealer_a.owner.post(path, json={})) == ["userId"]


def test_salesperson_takes_an_unassigned_lead_and_gives_it_back(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}/assign"
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]

    assert dealer_a.sales.post(path, json={"userId": sales2}).status_code == 403
    assert data(dealer_a.sales.post(path, json={"userId": sales}))["assignedTo"]["id"] == sales
    assert dealer_a.sales.post(path, json={"userId": sales2}).status_code == 403
    assert dealer_a.sales2.post(path, json={"userId": sales2}).status_code == 404
    assert data(dealer_a.sales.post(path, json={"userId": None}))["assignedTo"] is None
    moves = [(entry["from"], entry["to"]) for entry in timeline(dealer_a.owner, lead.id)[1:]]
    assert moves == [(None, {"id": sales, "name": "Sales"}), ({"id": sales, "name": "Sales"}, None)]


def test_claim_of_a_claimed_lead_is_409_and_names_the_colleague(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}/claim"

    assert data(dealer_a.sales.post(path))["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    assert data(dealer_a.sales.post(path))["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    late = dealer_a.sales2.post(path)
    error = late.get_json()["error"]
    assert (late.status_code, error["code"], error["details"]) == (409, "CONFLICT", [])
    assert error["message"] == "Sales already has it."
    assert [entry["type"] for entry in timeline(dealer_a.owner, lead.id)] == ["opened", "assigned"]


def test_concurrent_claims_give_the_lead_to_one_user(live_app: Flask, live_dealer: Dealer) -> None:
    lead = make_lead(live_dealer)
    team = [live_dealer.sales, live_dealer.sales2, live_dealer.admin, live_dealer.owner]
    together = Barrier(PARALLEL)

    def claim(n: int) -> tuple[int, int]:
        together.wait()
        return n % len(team), team[n % len(team)].post(f"{LEADS}/{lead.id}/claim").status_code

    with ThreadPoolExecutor(PARALLEL) as pool:
        outcomes = list(pool.map(claim, range(PARALLEL)))

    winners = {who for who, status in outcomes if status == 200}
    assert {status for _, status in outcomes} == {200, 409}
    assert len(winners) == 1
    entries = timeline(live_dealer.owner, lead.id)
    assert [entry["type"] for entry in entries] == ["opened", "assigned"]


def test_answer_by_telephone_ends_the_wait_and_is_the_first_response(
    dealer_a: Dealer,
) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW)
    path = f"{LEADS}/{lead.id}/answered"

    first = data(dealer_a.sales.post(path))
    second = data(dealer_a.sales.post(path))

    assert (first["waitingSince"], first["status"]) == (None, "contacted")
    assert first["firstResponseAt"] == second["firstResponseAt"] is not None
    assert first["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    types = [entry["type"] for entry in timeline(dealer_a.owner, lead.id)]
    assert types == ["opened", "assigned", "status", "answered", "answered"]


def test_answer_of_an_owner_changes_neither_assignee_nor_later_status(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, status="negotiating", waiting_since=NOW)

    shown = data(dealer_a.owner.post(f"{LEADS}/{lead.id}/answered"))

    assert (shown["assignedTo"], shown["status"], shown["waitingSince"]) == (
        None,
        "negotiating",
        None,
    )


def test_note_is_added_to_the_timeline(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}"

    response = dealer_a.sales.post(f"{path}/notes", json={"text": " Minta foto\r\ninterior\x00 "})

    entry = data(response, 201)
    assert response.headers["Location"].endswith(f"{path}/timeline")
    assert entry["text"] == "Minta foto\ninterior"
    assert (entry["type"], entry["by"]) == (
        "note",
        {"id": dealer_a.user_ids["sales"], "name": "Sales"},
    )
    opened, note = timeline(dealer_a.sales, lead.id)
    assert (opened["type"], opened["by"]) == ("opened", None)
    assert note == entry


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * 10_001, None, 5])
def test_blank_or_malformed_note_is_422(dealer_a: Dealer, text: Any) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}/notes"

    assert wrong_fields(dealer_a.sales.post(path, json={"text": text})) == ["text"]
