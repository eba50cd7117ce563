"""Leads that need a person: above every list, with the reason, until somebody answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.support.factories import Dealer, make_lead
from tests.support.panel import panel_of

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
LEAD = re.compile(r'id="lead-(\d+)"')


def rows(page: str) -> list[int]:
    return [int(lead_id) for lead_id in LEAD.findall(page)]


def test_they_stand_first_in_the_chats_each_once(dealer_a: Dealer) -> None:
    waits = make_lead(dealer_a, waiting_since=NOW - 9 * MINUTE)
    handed = make_lead(dealer_a, waiting_since=NOW, needs_person="complaint")
    panel = panel_of(dealer_a, "owner")

    page = panel.get("/admin/chat").text

    assert rows(page) == [handed.id, waits.id]
    assert "Keluhan" in page
    assert rows(panel.get("/admin/chat?view=person").text) == [handed.id]
    assert rows(panel.get(f"/admin/chat/{waits.id}").text) == [handed.id, waits.id]


def test_they_stand_first_in_the_day(dealer_a: Dealer) -> None:
    waits = make_lead(dealer_a, waiting_since=NOW - 9 * MINUTE)
    handed = make_lead(dealer_a, waiting_since=NOW - timedelta(days=3), needs_person="payment")

    page = panel_of(dealer_a, "owner").get("/admin/today").text

    assert re.findall(r'id="((?:handed|wait)-\d+)"', page) == [
        f"handed-{handed.id}",
        f"wait-{waits.id}",
    ]


def test_filters_hold_above_the_list_too(dealer_a: Dealer) -> None:
    make_lead(dealer_a, waiting_since=NOW, needs_person="person", channel="olx")
    shown = make_lead(dealer_a, waiting_since=NOW, channel="ig")

    assert rows(panel_of(dealer_a, "owner").get("/admin/chat?channel=ig").text) == [shown.id]


def test_those_of_colleagues_are_not_shown(dealer_a: Dealer) -> None:
    of_sales2 = dealer_a.user_ids["sales2"]
    make_lead(dealer_a, waiting_since=NOW, needs_person="person", assigned_to=of_sales2)
    panel = panel_of(dealer_a, "sales")

    assert rows(panel.get("/admin/chat").text) == []
    assert "handed-" not in panel.get("/admin/today").text.replace("handed-over", "")


def test_the_conversation_says_why_until_it_is_marked_answered(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, waiting_since=NOW, needs_person="payment")
    panel = panel_of(dealer_a, "owner")
    assert "Jawaban otomatis berhenti" in panel.get(f"/admin/chat/{lead.id}").text

    panel.post(f"/admin/chat/{lead.id}/answered")

    assert "Jawaban otomatis berhenti" not in panel.get(f"/admin/chat/{lead.id}").text


def test_only_the_owner_is_led_to_the_persons_data(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, phone="+6281234567890", needs_person="privacy", waiting_since=NOW)
    link = "/admin/settings/privacy?phone="

    assert link in panel_of(dealer_a, "owner").get(f"/admin/chat/{lead.id}").text
    assert link not in panel_of(dealer_a, "sales").get(f"/admin/chat/{lead.id}").text
