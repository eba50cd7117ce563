"""The page of the day and the pipeline: each list with its own leads, and nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from tests.support.factories import Dealer, make_lead, make_message
from tests.support.panel import panel_of

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
MEDIAN = re.compile(r'id="tile-median".*?<b>(.*?)</b>')


def shown(dealer: Dealer, who: str, path: str, mark: str) -> list[int]:
    """Return the ids of the leads in the elements of a page that are marked like this."""
    page = panel_of(dealer, who).get(path).text
    return [int(found) for found in re.findall(rf'id="{mark}-(\d+)"', page)]


def median(dealer: Dealer, who: str) -> str:
    found = MEDIAN.search(panel_of(dealer, who).get("/admin/today").text)
    assert found
    return found[1]


def test_a_lead_that_waits_and_is_due_is_in_both_lists(dealer_a: Dealer) -> None:
    both = make_lead(dealer_a, waiting_since=NOW - 3 * MINUTE, follow_up_at=NOW - MINUTE)
    waits = make_lead(dealer_a, waiting_since=NOW - 9 * MINUTE)
    due = make_lead(dealer_a, follow_up_at=NOW - 5 * MINUTE)
    make_lead(dealer_a, follow_up_at=NOW + timedelta(days=3))

    assert shown(dealer_a, "owner", "/admin/today", "wait") == [waits.id, both.id]
    assert shown(dealer_a, "owner", "/admin/today", "due") == [due.id, both.id]


def test_the_day_of_a_salesperson_is_without_the_leads_of_colleagues(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    make_lead(dealer_a, waiting_since=NOW, assigned_to=dealer_a.user_ids["sales2"])
    make_lead(dealer_b, waiting_since=NOW)
    own = make_lead(dealer_a, waiting_since=NOW, assigned_to=dealer_a.user_ids["sales"])
    free = make_lead(dealer_a, waiting_since=NOW - MINUTE)

    assert shown(dealer_a, "sales", "/admin/today", "wait") == [free.id, own.id]


def test_each_lane_has_its_own_leads_and_counts_all_of_them(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    new = [make_lead(dealer_a).id for _ in range(52)]
    visiting = make_lead(dealer_a, status="visiting")
    make_lead(dealer_a, status="won")
    make_lead(dealer_b, status="visiting")

    page = panel_of(dealer_a, "owner").get("/admin/leads?view=all").text

    totals = re.findall(r'data-status="(\w+)".*?<span class="tag">(\d+)</span>', page)
    assert dict(totals) == {"new": "52", "contacted": "0", "visiting": "1", "negotiating": "0"}
    cards = [int(found) for found in re.findall(r'id="card-(\d+)"', page)]
    assert len(cards) == 51
    assert set(cards) < {*new, visiting.id}


def test_the_lanes_of_a_salesperson_are_without_the_leads_of_colleagues(dealer_a: Dealer) -> None:
    make_lead(dealer_a, status="visiting", assigned_to=dealer_a.user_ids["sales2"])
    own = make_lead(dealer_a, status="visiting", assigned_to=dealer_a.user_ids["sales"])

    assert shown(dealer_a, "sales", "/admin/leads?view=all", "card") == [own.id]


def test_the_first_answer_is_the_median_of_seven_days(dealer_a: Dealer) -> None:
    def answered(who: str, minutes: int, ago: timedelta) -> None:
        at = NOW - ago
        columns: dict[str, Any] = {"first_response_at": at, "created_at": at - minutes * MINUTE}
        make_lead(dealer_a, assigned_to=dealer_a.user_ids[who], **columns)

    answered("sales", 2, timedelta(days=1))
    answered("sales", 40, timedelta(days=8))
    answered("sales2", 8, timedelta(days=2))

    assert median(dealer_a, "sales").startswith("2 ")
    assert median(dealer_a, "sales2").startswith("8 ")
    assert median(dealer_a, "owner").startswith("5 ")


def test_the_pipeline_is_of_one_salesperson_and_by_words(dealer_a: Dealer) -> None:
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]
    hers = make_lead(dealer_a, name="Budi", status="visiting", assigned_to=sales)
    make_lead(dealer_a, name="Siti", assigned_to=sales)
    make_lead(dealer_a, name="Budi", assigned_to=sales2)

    path = f"/admin/leads?view=all&who={sales}&q=budi"

    assert shown(dealer_a, "owner", path, "card") == [hers.id]
    assert shown(dealer_a, "sales2", path, "card") == []
    assert 'name="who"' not in panel_of(dealer_a, "sales").get(path).text


def test_closed_leads_are_a_tap_away_from_the_pipeline(dealer_a: Dealer) -> None:
    sales = dealer_a.user_ids["sales"]
    won = make_lead(dealer_a, status="won", assigned_to=sales)
    make_lead(dealer_a, status="won", assigned_to=dealer_a.user_ids["sales2"])
    make_lead(dealer_a, status="lost", assigned_to=sales)

    page = panel_of(dealer_a, "sales").get("/admin/leads").text
    link = re.search(r'href="(/admin/chat[^"]*status=won[^"]*)"', page)
    assert link

    assert shown(dealer_a, "sales", unescape(link[1]), "lead") == [won.id]


def test_an_error_page_leads_on_to_the_day(dealer_a: Dealer) -> None:
    missing = panel_of(dealer_a, "owner").get("/admin/cars/999999999")
    refused = panel_of(dealer_a, "sales").get("/admin/settings/dealer")

    for page, status in ((missing, 404), (refused, 403)):
        assert page.status_code == status
        assert 'href="/admin/today"' in page.text
    assert 'href="/admin/today"' not in dealer_a.public.get("/cars/tidak-ada").text


def test_a_long_lane_leads_on_to_all_of_its_leads(dealer_a: Dealer) -> None:
    for _ in range(51):
        make_lead(dealer_a, status="visiting")

    page = panel_of(dealer_a, "owner").get("/admin/leads?view=all").text
    link = re.search(r'href="(/admin/chat[^"]*)"[^>]*>Lihat semua \(51\)', page)
    assert link

    assert len(shown(dealer_a, "owner", unescape(link[1]), "lead")) == 30


def test_messages_that_failed_need_a_look(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    author = dealer_a.user_ids["sales"]
    sent: dict[str, Any] = {"direction": "out", "sender": "sales", "author_id": author}
    make_message(dealer_a, lead, "halo", status="failed", **sent)
    make_message(dealer_a, make_lead(dealer_a), "halo", status="read", **sent)

    page = panel_of(dealer_a, "owner").get("/admin/today").text

    assert "1 chat dengan pesan gagal" in page
    assert shown(dealer_a, "owner", "/admin/chat?view=failed", "lead") == [lead.id]
