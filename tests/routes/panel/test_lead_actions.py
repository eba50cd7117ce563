"""Actions on a lead from its conversation: taking it, losing it, follow-ups and notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from autoleads.models import Lead, LeadEvent
from tests.support.conversation import path, sent, stored_lead
from tests.support.factories import Dealer, make_lead
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of


def test_of_two_who_take_a_lead_one_gets_it_and_the_other_reads_who(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    other = panel_of(dealer_a, "sales2")

    first = sales.post(path(lead, "/claim"))
    second = other.post(path(lead, "/claim"))

    assert first.location == f"{path(lead)}?said=claimed#akhir"
    by = dealer_a.user_ids["sales"]
    assert second.location == f"/admin/chat?said=lead_taken_by&view=free&by={by}"
    assert "Sudah diambil Sales." in other.get(second.location).text
    assert other.get(path(lead)).status_code == 404


def test_a_lead_that_was_taken_and_given_back_in_this_moment_is_told_without_a_name(
    dealer_a: Dealer, lead: Lead, sales: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back = Lead(id=lead.id, assigned_to=None, assignee=None)
    monkeypatch.setattr("autoleads.services.leads.access.get", lambda *_: given_back)

    response = sales.post(path(lead, "/claim"))

    assert "Lead ini sudah ditangani rekan Anda." in sales.get(response.location).text


@pytest.mark.parametrize("by", ["", "Bayu", "0", "9" * 5000, "theirs"])
def test_an_address_cannot_make_a_page_name_anybody_outside_the_team(
    dealer_b: Dealer, sales: Panel, by: str
) -> None:
    who = dealer_b.user_ids["sales"] if by == "theirs" else by

    response = sales.get(f"/admin/chat?said=lead_taken_by&by={who}")

    assert response.status_code == 200
    assert "data-toast" not in response.text


def test_a_lost_lead_needs_a_reason(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    asked = sales.post(path(lead, "/status"), status="lost")
    form = sales.get(asked.location).text
    sales.post(path(lead, "/status"), status="lost", lostReason="harga")

    assert "Kenapa batal?" in form
    assert (stored_lead(dealer_a, lead).status, stored_lead(dealer_a, lead).lost_reason) == (
        "lost",
        "harga",
    )


def test_a_follow_up_is_set_with_one_tap(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    zone = ZoneInfo("Asia/Jakarta")
    tomorrow = datetime.now(zone).date() + timedelta(days=1)

    sales.post(path(lead, "/follow-up"), when="tomorrow")
    at = stored_lead(dealer_a, lead).follow_up_at
    sales.post(path(lead, "/follow-up"), at="2027-03-01T15:30")
    chosen = stored_lead(dealer_a, lead).follow_up_at
    sales.post(path(lead, "/follow-up"), when="clear", back="/admin/today?")

    assert at is not None
    assert chosen is not None
    assert (at.astimezone(zone).date(), at.astimezone(zone).hour) == (tomorrow, 10)
    assert chosen.astimezone(zone).isoformat() == "2027-03-01T15:30:00+07:00"
    assert stored_lead(dealer_a, lead).follow_up_at is None


def test_a_note_stays_with_the_team(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    sales.post(path(lead, "/notes"), text="Serius beli")

    assert "Serius beli" in sales.get(path(lead)).text
    assert sent(dealer_a, lead) == []
    query = select(LeadEvent).where(LeadEvent.tenant_id == dealer_a.tenant.id)
    assert "note" in [event.type for event in rows(dealer_a, query)]


def test_a_form_leads_back_to_the_page_it_came_from(lead: Lead, sales: Panel) -> None:
    back = sales.post(path(lead, "/status"), status="visiting", back="/admin/leads?view=all")
    away = sales.post(path(lead, "/status"), status="new", back="https://evil.example.com")

    assert back.location == f"/admin/leads?view=all&said=status_changed&undo={lead.id}%3Anew"
    assert away.location == f"{path(lead)}?said=status_changed&undo={lead.id}:visiting#akhir"


def test_outside_opening_hours_the_clock_stands(dealer_a: Dealer, sales: Panel) -> None:
    now = datetime.now(dealer_a.tenant.zone)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    yesterday = days[(now - timedelta(days=1)).weekday()]
    hours: dict[str, dict[str, str] | None] = dict.fromkeys(days)
    hours[yesterday] = {"open": "00:00", "close": "23:00"}
    dealer_a.owner.patch("/api/admin/tenant", json={"businessHours": hours})
    closing = now.replace(hour=23, minute=0, second=0, microsecond=0) - timedelta(days=1)
    make_lead(dealer_a, name="Sebelum tutup", waiting_since=closing - timedelta(minutes=10))
    make_lead(dealer_a, name="Malam", waiting_since=closing + timedelta(minutes=30))

    page = sales.get("/admin/chat?view=waiting").text

    assert "10 mnt · tutup" in page
    assert "<span>tutup</span>" in page
    assert "data-clock" not in page
