"""The audit log: everything the team changes is recorded, and nothing of it can be changed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import AuditEvent, Car, Tenant, User
from autoleads.services import audit
from autoleads.text.phrases import CATALOGUE
from tests.support.factories import Dealer, make_car, make_lead
from tests.support.fake_gateway import rows, tenant_context
from tests.support.panel import panel_of


def listed(dealer: Dealer, query: str = "") -> list[str]:
    """Return the entries of the page, as text."""
    page = panel_of(dealer, "owner").get(f"/admin/audit{query}").text
    entries = re.findall(r'<li class="row">.*?<div><p>(.*?)</p>', page, re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", entry)) for entry in entries]


def test_what_the_team_does_is_told_newest_first(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, display_code="A01")
    lead = make_lead(dealer_a)
    sales = dealer_a.user_ids["sales"]
    dealer_a.owner.patch(
        "/api/admin/tenant", json={"city": "Bogor", "answers": {"greeting": "Hai"}}
    )
    dealer_a.owner.patch(f"/api/admin/users/{sales}", json={"role": "admin"})
    dealer_a.owner.post("/api/admin/devices", json={"label": "6281100000009"})
    dealer_a.admin.patch(f"/api/admin/cars/{car.id}", json={"price": 180_000_000, "km": 30_000})
    dealer_a.admin.patch(f"/api/admin/leads/{lead.id}", json={"status": "visiting"})

    assert listed(dealer_a) == [
        "Admin mengubah lead jadi Kunjungan",
        "Admin #A01 Harga cash: Rp 185 jt → Rp 180 jt",
        "Admin mengubah unit #A01: kilometer",
        "Owner menambah WhatsApp 6281100000009",
        "Owner mengubah akun Sales: peran",
        "Owner mengubah pengaturan: kota, jawaban otomatis",
    ]


def test_an_edit_that_changes_nothing_is_not_recorded(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, km=30_000)

    dealer_a.owner.patch(f"/api/admin/cars/{car.id}", json={"km": 30_000})
    dealer_a.owner.patch("/api/admin/tenant", json={"name": dealer_a.tenant.name})

    assert listed(dealer_a) == []


def test_one_persons_acts_are_shown_alone_and_page_by_page(dealer_a: Dealer) -> None:
    car = make_car(dealer_a)
    for km in range(60):
        dealer_a.admin.patch(f"/api/admin/cars/{car.id}", json={"km": 40_000 + km})
    dealer_a.owner.patch(f"/api/admin/cars/{car.id}", json={"km": 50_000})
    of_admin = f"?userId={dealer_a.user_ids['admin']}"

    first = panel_of(dealer_a, "owner").get(f"/admin/audit{of_admin}").text
    older = re.search(r'href="/admin/audit(\?before=[^"]+)"', first)
    assert older

    assert len(listed(dealer_a, of_admin)) == 50
    assert len(listed(dealer_a, unescape(older[1]))) == 10
    assert len(listed(dealer_a, f"?userId={dealer_a.user_ids['owner']}")) == 1


def test_other_dealers_acts_are_not_shown(dealer_a: Dealer, dealer_b: Dealer) -> None:
    dealer_b.owner.patch("/api/admin/tenant", json={"city": "Bogor"})

    assert listed(dealer_a) == []
    assert len(listed(dealer_b)) == 1


@pytest.mark.parametrize(
    "statement", [update(AuditEvent).values(action="nothing"), delete(AuditEvent)]
)
def test_the_record_cannot_be_changed(dealer_a: Dealer, statement: object) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"city": "Bogor"})

    with tenant_context(dealer_a), pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(statement)  # type: ignore[call-overload]

    assert len(rows(dealer_a, select(AuditEvent))) == 1


def test_the_record_goes_with_its_dealer(dealer_a: Dealer) -> None:
    dealer_a.owner.patch("/api/admin/tenant", json={"city": "Bogor"})

    with dealer_a.app.app_context(), platform_scope():
        db.session.execute(delete(Tenant).where(Tenant.id == dealer_a.tenant.id))
        db.session.commit()

    assert rows(dealer_a, select(AuditEvent)) == []


def test_every_column_that_can_change_has_a_name() -> None:
    derived = audit.UNSEEN | {"id", "tenant_id", "created_at", "search_text"}
    unnamed = {
        column.key
        for model in (Car, User)
        for column in model.__mapper__.column_attrs
        if column.key not in derived and f"column_{column.key}" not in CATALOGUE
    }

    assert unnamed == {"price", "credit_price", "last_assigned_at", "language"}
