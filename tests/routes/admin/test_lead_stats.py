"""Figures about leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.support.factories import Dealer, make_lead, make_message
from tests.support.lead_api import LEADS, NOW, data

HOUR = timedelta(hours=1)


def test_stats_without_leads_are_zero(dealer_a: Dealer) -> None:
    assert data(dealer_a.owner.get(f"{LEADS}/stats")) == {
        "total": 0,
        "open": 0,
        "unassigned": 0,
        "waiting": 0,
        "needsPerson": 0,
        "overdue": 0,
        "byStatus": dict.fromkeys(
            ["new", "contacted", "visiting", "negotiating", "won", "lost"], 0
        ),
        "bySource": dict.fromkeys(["whatsapp", "web", "walk_in", "phone", "referral", "other"], 0),
        "byChannel": {},
        "medianFirstResponseSeconds": None,
        "queue": {"queued": 0, "oldestSeconds": None},
    }


def test_stats_count_leads_by_status_source_and_channel(dealer_a: Dealer) -> None:
    long_ago = NOW - timedelta(days=9000)
    make_lead(dealer_a, channel="ig", waiting_since=NOW, follow_up_at=long_ago)
    make_lead(dealer_a, channel="ig", status="visiting", assigned_to=dealer_a.user_ids["sales"])
    make_lead(dealer_a, channel="olx", status="won", source="web", follow_up_at=long_ago)

    figures = data(dealer_a.owner.get(f"{LEADS}/stats"))

    counts = {key: figures[key] for key in ("total", "open", "unassigned", "waiting", "overdue")}
    assert counts == {"total": 3, "open": 2, "unassigned": 1, "waiting": 1, "overdue": 1}
    assert (
        figures["byStatus"]["new"],
        figures["byStatus"]["visiting"],
        figures["byStatus"]["won"],
    ) == (1, 1, 1)
    assert (figures["bySource"]["whatsapp"], figures["bySource"]["web"]) == (2, 1)
    assert figures["byChannel"] == {"ig": 2, "olx": 1}


def test_median_first_response_counts_from_first_message_or_creation(
    dealer_a: Dealer,
) -> None:
    def answered_after(seconds: int, **columns: Any) -> Any:
        return make_lead(dealer_a, first_response_at=NOW + timedelta(seconds=seconds), **columns)

    answered_after(100, created_at=NOW)
    handed_on_late = answered_after(900, created_at=NOW + HOUR)
    make_message(dealer_a, handed_on_late, sent_at=NOW, created_at=NOW + timedelta(seconds=60))
    written_first = answered_after(300, created_at=NOW)
    make_message(dealer_a, written_first, sent_at=NOW + HOUR, created_at=NOW + HOUR)
    make_lead(dealer_a, created_at=NOW)

    assert data(dealer_a.owner.get(f"{LEADS}/stats"))["medianFirstResponseSeconds"] == 300
