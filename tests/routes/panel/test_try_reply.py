"""Trying an auto-reply: what it would say, from what, and that nothing of it stays."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from autoleads.models import Contact, Lead, Message, OutboxItem
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of

TRY = "/admin/settings/answers/try"


@pytest.fixture
def admin(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "admin")


def tried(panel: Panel, text: str) -> str:
    """Return what the page says of a message, without its markup."""
    response = panel.post(TRY, text=text)
    assert response.status_code == 200
    return unescape(re.sub(r"<[^>]+>|\s+", " ", response.text))


def test_the_reply_is_shown_with_what_it_was_made_from(dealer_a: Dealer, admin: Panel) -> None:
    make_car(dealer_a, display_code="A01", price=185_000_000, tax_due_on=None)

    page = tried(admin, "#A01 masih ada? pajak sampai kapan?")

    assert "Rp 185.000.000" in page
    assert re.search("Dikenali +stok · pajak", page)
    assert re.search("Dari stok +#A01", page)
    assert re.search("Tidak ada data +Pajak: kami cek dulu ya Kak", page)


def test_silence_is_told_by_its_rule(dealer_a: Dealer, admin: Panel) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"answers": {"enabled": False}})

    assert "jawaban otomatis sedang mati" in tried(admin, "#A01 masih ada?")


def test_a_request_to_stop_shows_its_confirmation(admin: Panel) -> None:
    page = tried(admin, "STOP")

    assert "minta berhenti" in page


@pytest.mark.parametrize("text", ["#A01 masih ada?", "STOP", "halo", "🙏", "{{7*7}} <img src=x>"])
def test_nothing_of_a_trial_stays(dealer_a: Dealer, admin: Panel, text: str) -> None:
    make_car(dealer_a, display_code="A01")

    tried(admin, text)
    tried(admin, text)

    for model in (Contact, Lead, Message, OutboxItem):
        query = select(func.count()).where(model.tenant_id == dealer_a.tenant.id)
        assert rows(dealer_a, query) == [0], model


def test_salespeople_do_not_try(dealer_a: Dealer) -> None:
    assert panel_of(dealer_a, "sales").post(TRY, text="halo").status_code == 403
