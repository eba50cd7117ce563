"""Leads, as the team lists, takes and moves them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from autoleads.extensions import db
from autoleads.models import User
from autoleads.models.scope import tenant_scope
from tests.factories import Api, Dealer, make_car, make_dealer, make_lead, make_message

LEADS = "/api/admin/leads"
PARALLEL = 50
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.get_json()["data"]


def ids(answer: Any) -> list[int]:
    return [lead["id"] for lead in data(answer)]


def wrong_fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [detail["field"] for detail in answer.get_json()["error"]["details"]]


def timeline(api: Api, lead_id: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = data(api.get(f"{LEADS}/{lead_id}/timeline"))
    return entries


def disable(dealer: Dealer, who: str) -> None:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        db.session.execute(update(User).where(User.id == dealer.user_ids[who]).values(status="disabled"))
        db.session.commit()


# The shape


def test_a_lead_is_shown_as_the_contract_says(dealer_a: Dealer) -> None:
    first, second = make_car(dealer_a, display_code="B12"), make_car(dealer_a, display_code="A01", status="draft")
    lead = make_lead(
        dealer_a,
        phone="+6281234567890",
        asked=[first, second],
        assigned_to=dealer_a.user_ids["sales"],
        channel="ig",
        waiting_since=NOW,
    )

    answer = dealer_a.owner.get(f"{LEADS}/{lead.id}")

    shown = data(answer)
    assert answer.headers["ETag"]
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
            {"id": first.id, "displayCode": "B12", "publicName": "Toyota Avanza G 2021", "status": "available"},
            {"id": second.id, "displayCode": "A01", "publicName": "Toyota Avanza G 2021", "status": "draft"},
        ],
        "assignedTo": {"id": dealer_a.user_ids["sales"], "name": "Sales"},
        "waitingSince": "2026-11-22T09:30:00.000Z",
        "firstResponseAt": None,
        "followUpAt": None,
        "lostReason": None,
        "lastMessageAt": None,
        "optedOut": False,
        "closedAt": None,
    }


def test_a_lead_known_by_privacy_id_only_has_no_phone(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, lid="123456789012345@lid", name=None)

    shown = data(dealer_a.owner.get(f"{LEADS}/{lead.id}"))
    assert (shown["customerPhone"], shown["customerName"]) == (None, None)


# Who sees what


@pytest.fixture
def everybodys(dealer_a: Dealer) -> dict[str, int]:
    """A lead of each salesperson and one of nobody."""
    return {
        who: make_lead(dealer_a, assigned_to=user_id).id
        for who, user_id in (
            ("sales", dealer_a.user_ids["sales"]),
            ("sales2", dealer_a.user_ids["sales2"]),
            ("nobody", None),
        )
    }


def test_salespeople_list_and_count_their_own_and_nobodys_leads(dealer_a: Dealer, everybodys: dict[str, int]) -> None:
    theirs = {everybodys["sales"], everybodys["nobody"]}

    assert set(ids(dealer_a.sales.get(LEADS))) == theirs
    assert dealer_a.sales.get(LEADS).get_json()["meta"]["total"] == 2
    assert data(dealer_a.sales.get(f"{LEADS}/stats"))["total"] == 2
    assert ids(dealer_a.sales.get(f"{LEADS}?assignedTo={dealer_a.user_ids['sales2']}")) == []
    for boss in (dealer_a.owner, dealer_a.admin):
        assert set(ids(boss.get(LEADS))) == set(everybodys.values())
        assert data(boss.get(f"{LEADS}/stats"))["total"] == 3


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
def test_a_colleagues_lead_does_not_exist_for_salespeople(
    dealer_a: Dealer, everybodys: dict[str, int], method: str, path: str, body: dict[str, Any] | None
) -> None:
    options = {"json": body} if body else {}

    assert dealer_a.sales.open(method, f"{LEADS}/{everybodys['sales2']}{path}", **options).status_code == 404


@pytest.mark.parametrize(("method", "path", "body"), [*ROUTES, ("POST", "/claim", None)])
def test_another_dealers_lead_does_not_exist(
    dealer_a: Dealer, dealer_b: Dealer, method: str, path: str, body: dict[str, Any] | None
) -> None:
    lead = make_lead(dealer_a)
    options = {"json": body} if body else {}

    assert dealer_b.owner.open(method, f"{LEADS}/{lead.id}{path}", **options).status_code == 404


def test_another_dealers_leads_are_neither_listed_nor_counted(dealer_a: Dealer, dealer_b: Dealer) -> None:
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


# Filters and order


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
def test_a_filter_finds_the_lead_that_fits_and_no_other(
    dealer_a: Dealer, filters: dict[str, str], marked: dict[str, Any]
) -> None:
    lead = make_lead(dealer_a, **marked)
    make_lead(dealer_a, follow_up_at=datetime.now(UTC) + HOUR)
    make_lead(dealer_a, status="lost", follow_up_at=NOW - timedelta(days=9000), name="Eko", channel="olx")

    assert ids(dealer_a.owner.get(LEADS, query_string=filters)) == [lead.id]


@pytest.mark.parametrize("q", ["%", "_", "\\", "Budi Eko", "999999", "*", "+"])
def test_signs_in_a_search_mean_themselves(dealer_a: Dealer, q: str) -> None:
    make_lead(dealer_a)

    assert ids(dealer_a.owner.get(LEADS, query_string={"q": q})) == []


def test_a_repeated_filter_takes_any_of_its_words(dealer_a: Dealer) -> None:
    won, lost, _ = (make_lead(dealer_a, status=status).id for status in ("won", "lost", "new"))

    assert ids(dealer_a.owner.get(f"{LEADS}?status=won&status=LOST&sort=createdAt")) == [won, lost]


def test_leads_are_found_by_the_car_they_asked_about_and_by_who_has_them(
    dealer_a: Dealer, everybodys: dict[str, int]
) -> None:
    car, other = make_car(dealer_a), make_car(dealer_a)
    asked = make_lead(dealer_a, asked=[other, car], assigned_to=dealer_a.user_ids["admin"]).id
    sales = dealer_a.user_ids["sales"]

    assert ids(dealer_a.owner.get(f"{LEADS}?carId={car.id}")) == [asked]
    assert ids(dealer_a.owner.get(f"{LEADS}?assignedTo={sales}")) == [everybodys["sales"]]
    assert ids(dealer_a.owner.get(f"{LEADS}?assignedTo=none")) == [everybodys["nobody"]]
    assert set(ids(dealer_a.owner.get(f"{LEADS}?assignedTo=none&assignedTo={sales}"))) == {
        everybodys["sales"],
        everybodys["nobody"],
    }


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8)])
def test_days_of_creation_begin_and_end_in_the_dealers_own_time(app: Flask, zone: str, offset: int) -> None:
    dealer = make_dealer(app, "dealer-z", timezone=zone)
    midnight = datetime(2026, 3, 10, tzinfo=UTC) - offset * HOUR
    minute = timedelta(minutes=1)
    first, last = (make_lead(dealer, created_at=at).id for at in (midnight, midnight + 24 * HOUR - minute))
    before, after = (make_lead(dealer, created_at=at).id for at in (midnight - minute, midnight + 24 * HOUR))

    def between(query: str) -> list[int]:
        return ids(dealer.owner.get(f"{LEADS}?sort=createdAt&{query}"))

    assert between("from=2026-03-10&to=2026-03-10") == [first, last]
    assert between("from=2026-03-10") == [first, last, after]
    assert between("to=2026-03-10") == [before, first, last]
    assert between("from=0001-01-01&to=9999-12-31") == [before, first, last, after]


def test_orders(dealer_a: Dealer) -> None:
    quiet = make_lead(dealer_a, created_at=NOW - HOUR).id
    waiting = make_lead(dealer_a, last_message_at=NOW - HOUR, waiting_since=NOW - 2 * HOUR, created_at=NOW).id
    longest = make_lead(
        dealer_a, last_message_at=NOW - 2 * HOUR, waiting_since=NOW - 3 * HOUR, created_at=NOW + HOUR
    ).id
    latest = make_lead(dealer_a, last_message_at=NOW, created_at=NOW - 2 * HOUR).id

    assert ids(dealer_a.owner.get(LEADS)) == [latest, waiting, longest, quiet]
    assert ids(dealer_a.owner.get(f"{LEADS}?sort=createdAt")) == [latest, quiet, waiting, longest]
    assert ids(dealer_a.owner.get(f"{LEADS}?sort=waiting")) == [longest, waiting, latest, quiet]


def test_lists_come_in_pages(dealer_a: Dealer) -> None:
    for _ in range(3):
        make_lead(dealer_a, status="won")

    answer = dealer_a.owner.get(f"{LEADS}?limit=2&page=2&status=won")

    assert len(data(answer)) == 1
    assert answer.get_json()["meta"] == {"page": 2, "limit": 2, "total": 3, "totalPages": 2}
    assert "status=won&page=1" in answer.headers["Link"]


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
def test_a_malformed_filter_is_named(dealer_a: Dealer, query: str, field: str) -> None:
    assert wrong_fields(dealer_a.owner.get(f"{LEADS}?{query}")) == [field]


@pytest.fixture
def statements(app: Flask) -> Iterator[Callable[[Callable[[], Any]], int]]:
    """Counts the statements that a call makes."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    with app.app_context():
        connection = db.engine
    event.listen(connection, "before_cursor_execute", note)

    def count(call: Callable[[], Any]) -> int:
        seen.clear()
        call()
        return len(seen)

    yield count
    event.remove(connection, "before_cursor_execute", note)


def test_a_longer_list_takes_no_more_statements(
    dealer_a: Dealer, statements: Callable[[Callable[[], Any]], int]
) -> None:
    def fill() -> None:
        make_lead(dealer_a, asked=[make_car(dealer_a), make_car(dealer_a)], assigned_to=dealer_a.user_ids["sales"])

    owner = dealer_a.owner
    fill()
    short = statements(lambda: data(owner.get(LEADS)))
    for _ in range(4):
        fill()

    assert statements(lambda: data(owner.get(LEADS))) == short


# Entering a lead


def test_a_lead_may_be_entered(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, status="draft")
    body = {
        "customerName": " Bu  Tini ",
        "customerPhone": "0812-9999-0001",
        "source": "Walk_In",
        "channel": "IG",
        "carIds": [car.id],
        "assignedTo": dealer_a.user_ids["sales2"],
    }

    answer = dealer_a.admin.post(LEADS, json=body)

    lead = data(answer, 201)
    assert answer.headers["Location"].endswith(f"{LEADS}/{lead['id']}")
    assert (lead["customerName"], lead["customerPhone"]) == ("Bu Tini", "+6281299990001")
    assert (lead["source"], lead["channel"], lead["status"]) == ("walk_in", "ig", "new")
    assert [asked["id"] for asked in lead["cars"]] == [car.id]
    assert lead["assignedTo"]["id"] == dealer_a.user_ids["sales2"]
    assert lead["waitingSince"] is None
    [opened] = timeline(dealer_a.owner, lead["id"])
    assert (opened["type"], opened["by"]["name"], opened["source"]) == ("opened", "Admin", "walk_in")
    assert opened["assignedTo"] == lead["assignedTo"]


def test_a_salespersons_new_lead_is_his_own(dealer_a: Dealer) -> None:
    buyer = {"customerName": "Tini", "customerPhone": "081299990001"}
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]

    assert dealer_a.sales.post(LEADS, json={**buyer, "assignedTo": sales2}).status_code == 403
    lead = data(dealer_a.sales.post(LEADS, json=buyer), 201)
    assert lead["assignedTo"]["id"] == sales
    assert lead["source"] == "other"


def test_a_customer_with_an_open_lead_gets_no_second_one(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, phone="+6281299990001", assigned_to=dealer_a.user_ids["sales"])
    again = {"customerName": "Tini", "customerPhone": "081299990001", "channel": "ig"}

    mine, theirs = dealer_a.sales.post(LEADS, json=again), dealer_a.sales2.post(LEADS, json=again)

    for refused in (mine, theirs):
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert str(lead.id) in mine.get_json()["error"]["message"]
    assert str(lead.id) not in theirs.get_json()["error"]["message"]
    shown = data(dealer_a.owner.get(f"{LEADS}/{lead.id}"))
    assert (shown["customerName"], shown["channel"]) == ("Budi", None)


def test_unknown_foreign_and_archived_cars_are_named(dealer_a: Dealer, dealer_b: Dealer) -> None:
    good, archived, foreign = make_car(dealer_a), make_car(dealer_a, status="archived"), make_car(dealer_b)
    body = {"customerName": "Tini", "customerPhone": "081299990001"}

    answer = dealer_a.owner.post(LEADS, json={**body, "carIds": [good.id, archived.id, foreign.id, 10**15]})

    assert wrong_fields(answer) == ["carIds.1", "carIds.2", "carIds.3"]
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
def test_what_is_wrong_with_a_new_lead_is_named(dealer_a: Dealer, body: dict[str, Any], field: str) -> None:
    buyer = {"customerName": "Tini", "customerPhone": "081299990001"}

    assert wrong_fields(dealer_a.owner.post(LEADS, json={**buyer, **body})) == [field]


# Changing a lead


def test_losing_a_lead_takes_a_reason_and_ends_its_clocks(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW, follow_up_at=NOW)
    path = f"{LEADS}/{lead.id}"

    assert wrong_fields(dealer_a.owner.patch(path, json={"status": "lost"})) == ["lostReason"]
    assert wrong_fields(dealer_a.owner.patch(path, json={"status": "lost", "lostReason": " "})) == ["lostReason"]
    lost = data(dealer_a.owner.patch(path, json={"status": "lost", "lostReason": "Beli di tempat lain"}))

    assert (lost["status"], lost["lostReason"]) == ("lost", "Beli di tempat lain")
    assert (lost["waitingSince"], lost["followUpAt"]) == (None, None)
    assert lost["closedAt"] is not None
    assert wrong_fields(dealer_a.owner.patch(path, json={"lostReason": None})) == ["lostReason"]
    assert wrong_fields(dealer_a.owner.patch(path, json={"followUpAt": "2026-12-01T09:00:00Z"})) == ["followUpAt"]
    entry = timeline(dealer_a.owner, lead.id)[-1]
    assert (entry["type"], entry["from"], entry["to"]) == ("status", "new", "lost")
    assert (entry["reason"], entry["by"]["name"]) == ("Beli di tempat lain", "Owner")


def test_only_lost_leads_have_a_reason(dealer_a: Dealer) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"

    for body in ({"lostReason": "x"}, {"status": "won", "lostReason": "x"}):
        assert wrong_fields(dealer_a.owner.patch(path, json=body)) == ["lostReason"]
    assert data(dealer_a.owner.patch(path, json={"status": "won", "lostReason": None}))["status"] == "won"


def test_a_closed_lead_may_be_opened_again(dealer_a: Dealer) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"
    dealer_a.owner.patch(path, json={"status": "lost", "lostReason": "x"})

    again = data(dealer_a.owner.patch(path, json={"status": "negotiating", "followUpAt": "2026-12-01T09:00:00+07:00"}))

    assert (again["closedAt"], again["lostReason"]) == (None, None)
    assert again["followUpAt"] == "2026-12-01T02:00:00.000Z"


def test_a_closed_lead_stays_closed_when_its_customer_has_another(dealer_a: Dealer) -> None:
    closed = make_lead(dealer_a, phone="+6281299990001", status="won", closed_at=NOW)
    make_lead(dealer_a, phone="+6281299990001")

    answer = dealer_a.owner.patch(f"{LEADS}/{closed.id}", json={"status": "new"})

    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert data(dealer_a.owner.get(f"{LEADS}/{closed.id}"))["status"] == "won"


def test_every_change_is_noted_and_no_change_is_not(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}"
    changes = {"status": "visiting", "followUpAt": "2026-12-01T09:00:00Z", "customerName": "Pak Budi"}

    first = dealer_a.sales.patch(path, json=changes)
    second = dealer_a.sales.patch(path, json=changes)

    assert data(first)["customerName"] == "Pak Budi"
    assert first.headers["ETag"] == second.headers["ETag"]
    entries = timeline(dealer_a.owner, lead.id)
    assert [entry["type"] for entry in entries] == ["opened", "renamed", "status", "follow_up"]
    assert "Budi" not in str(entries)


@pytest.mark.parametrize("change", [{"customerName": "Pak Budi"}, {"status": "visiting"}])
def test_an_edit_of_an_older_version_is_refused(dealer_a: Dealer, change: dict[str, str]) -> None:
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
def test_what_is_wrong_with_a_change_is_named(dealer_a: Dealer, body: dict[str, Any], field: str) -> None:
    lead = make_lead(dealer_a)

    assert wrong_fields(dealer_a.owner.patch(f"{LEADS}/{lead.id}", json=body)) == [field]


# Whose lead


def test_owners_and_admins_hand_leads_to_anybody_active(dealer_a: Dealer, dealer_b: Dealer) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}/assign"
    sales = dealer_a.user_ids["sales"]

    assert data(dealer_a.admin.post(path, json={"userId": sales}))["assignedTo"] == {"id": sales, "name": "Sales"}
    assert data(dealer_a.owner.post(path, json={"userId": None}))["assignedTo"] is None
    disable(dealer_a, "sales2")
    for nobody in (dealer_a.user_ids["sales2"], dealer_b.user_ids["sales"], 10**15):
        assert wrong_fields(dealer_a.owner.post(path, json={"userId": nobody})) == ["userId"]
    assert wrong_fields(dealer_a.owner.post(path, json={})) == ["userId"]


def test_salespeople_take_a_free_lead_and_give_their_own_back(dealer_a: Dealer) -> None:
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


def test_claiming_takes_what_nobody_has(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}/claim"

    assert data(dealer_a.sales.post(path))["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    assert data(dealer_a.sales.post(path))["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    late = dealer_a.sales2.post(path)
    assert (late.status_code, late.get_json()["error"]["code"]) == (409, "CONFLICT")
    assert [entry["type"] for entry in timeline(dealer_a.owner, lead.id)] == ["opened", "assigned"]


def test_of_many_who_claim_at_once_one_gets_the_lead(live_app: Flask, live_dealer: Dealer) -> None:
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


# Answers elsewhere


def test_an_answer_by_telephone_stops_the_clock_and_counts_once_as_the_first(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW)
    path = f"{LEADS}/{lead.id}/answered"

    first = data(dealer_a.sales.post(path))
    second = data(dealer_a.sales.post(path))

    assert (first["waitingSince"], first["status"]) == (None, "contacted")
    assert first["firstResponseAt"] == second["firstResponseAt"] is not None
    assert first["assignedTo"]["id"] == dealer_a.user_ids["sales"]
    types = [entry["type"] for entry in timeline(dealer_a.owner, lead.id)]
    assert types == ["opened", "assigned", "status", "answered", "answered"]


def test_owners_answer_without_taking_the_lead_and_move_no_status_but_new(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, status="negotiating", waiting_since=NOW)

    shown = data(dealer_a.owner.post(f"{LEADS}/{lead.id}/answered"))

    assert (shown["assignedTo"], shown["status"], shown["waitingSince"]) == (None, "negotiating", None)


# Notes


def test_notes_join_the_timeline_in_order(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    path = f"{LEADS}/{lead.id}"

    answer = dealer_a.sales.post(f"{path}/notes", json={"text": " Minta foto\r\ninterior\x00 "})

    entry = data(answer, 201)
    assert answer.headers["Location"].endswith(f"{path}/timeline")
    assert entry["text"] == "Minta foto\ninterior"
    assert (entry["type"], entry["by"]) == ("note", {"id": dealer_a.user_ids["sales"], "name": "Sales"})
    opened, note = timeline(dealer_a.sales, lead.id)
    assert (opened["type"], opened["by"]) == ("opened", None)
    assert note == entry


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * 10_001, None, 5])
def test_a_note_says_something(dealer_a: Dealer, text: Any) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}/notes"

    assert wrong_fields(dealer_a.sales.post(path, json={"text": text})) == ["text"]


# Figures


def test_figures_of_no_leads_are_zero(dealer_a: Dealer) -> None:
    assert data(dealer_a.owner.get(f"{LEADS}/stats")) == {
        "total": 0,
        "open": 0,
        "unassigned": 0,
        "waiting": 0,
        "overdue": 0,
        "byStatus": dict.fromkeys(["new", "contacted", "visiting", "negotiating", "won", "lost"], 0),
        "bySource": dict.fromkeys(["whatsapp", "web", "walk_in", "phone", "referral", "other"], 0),
        "byChannel": {},
        "medianFirstResponseSeconds": None,
        "queue": {"queued": 0, "oldestSeconds": None},
    }


def test_figures_count_what_a_list_would_show(dealer_a: Dealer) -> None:
    long_ago = NOW - timedelta(days=9000)
    make_lead(dealer_a, channel="ig", waiting_since=NOW, follow_up_at=long_ago)
    make_lead(dealer_a, channel="ig", status="visiting", assigned_to=dealer_a.user_ids["sales"])
    make_lead(dealer_a, channel="olx", status="won", source="web", follow_up_at=long_ago)

    figures = data(dealer_a.owner.get(f"{LEADS}/stats"))

    counted = {key: figures[key] for key in ("total", "open", "unassigned", "waiting", "overdue")}
    assert counted == {"total": 3, "open": 2, "unassigned": 1, "waiting": 1, "overdue": 1}
    assert (figures["byStatus"]["new"], figures["byStatus"]["visiting"], figures["byStatus"]["won"]) == (1, 1, 1)
    assert (figures["bySource"]["whatsapp"], figures["bySource"]["web"]) == (2, 1)
    assert figures["byChannel"] == {"ig": 2, "olx": 1}


def test_the_median_first_response_counts_from_the_first_message_else_from_creation(dealer_a: Dealer) -> None:
    def answered_after(seconds: int, **columns: Any) -> Any:
        return make_lead(dealer_a, first_response_at=NOW + timedelta(seconds=seconds), **columns)

    answered_after(100, created_at=NOW)
    handed_on_late = answered_after(900, created_at=NOW + HOUR)
    make_message(dealer_a, handed_on_late, sent_at=NOW, created_at=NOW + timedelta(seconds=60))
    written_first = answered_after(300, created_at=NOW)
    make_message(dealer_a, written_first, sent_at=NOW + HOUR, created_at=NOW + HOUR)
    make_lead(dealer_a, created_at=NOW)

    assert data(dealer_a.owner.get(f"{LEADS}/stats"))["medianFirstResponseSeconds"] == 300


# Privacy


def test_no_log_line_carries_a_phone_number_or_a_name(dealer_a: Dealer, caplog: pytest.LogCaptureFixture) -> None:
    loggers = [logging.getLogger(name) for name in ("autoleads", "sqlalchemy.engine")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    logging.getLogger("autoleads").setLevel(logging.DEBUG)
    body = {"customerName": "Sukmawati", "customerPhone": "0812-9999-0001"}
    try:
        lead = data(dealer_a.owner.post(LEADS, json=body), 201)
        dealer_a.owner.post(LEADS, json=body)
        dealer_a.owner.post(LEADS, json={**body, "carIds": [1]})
        dealer_a.owner.get(LEADS, query_string={"q": "081299990001"})
        dealer_a.owner.patch(f"{LEADS}/{lead['id']}", json={"customerName": "Sukmawati"})
    finally:
        logging.getLogger("autoleads").setLevel(logging.WARNING)
        for logger in loggers:
            logger.removeHandler(caplog.handler)

    lines = [str(vars(record)) for record in caplog.records]
    assert len([line for line in lines if "/api/admin/leads" in line]) >= 5
    assert not [line for line in lines if "99990001" in line or "Sukmawati" in line]
