"""The user's own account, and leads that the team enters."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from autoleads.models import Lead, User
from tests.support.factories import PASSWORD, Dealer, make_car, make_lead
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of

NEW_PASSWORD = "kalimat pendek saya"


@pytest.fixture
def sales(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "sales")


def test_name_and_language_are_the_users_own(dealer_a: Dealer, sales: Panel) -> None:
    response = sales.post("/admin/account", name="Astri W", language="en")

    assert response.location == "/admin/account?said=account_saved"
    query = select(User).where(User.tenant_id == dealer_a.tenant.id)
    [user] = rows(dealer_a, query.where(User.id == dealer_a.user_ids["sales"]))
    assert (user.name, user.language, user.role) == ("Astri W", "en", "sales")
    assert "My account" in sales.get("/admin/account").text


def test_nobody_gives_themselves_another_role(sales: Panel) -> None:
    response = sales.post("/admin/account", name="Astri", role="owner")

    assert response.status_code == 422


def test_a_new_password_ends_the_other_sessions(dealer_a: Dealer, sales: Panel) -> None:
    other = panel_of(dealer_a, "sales")

    sales.post("/admin/account/password", currentPassword=PASSWORD, newPassword=NEW_PASSWORD)

    assert sales.get("/admin/today").status_code == 200
    assert other.get("/admin/today").status_code == 303
    assert Panel(dealer_a).log_in("sales", NEW_PASSWORD).status_code == 303


def test_a_wrong_password_is_told_beside_its_field_and_not_sent_back(sales: Panel) -> None:
    response = sales.post(
        "/admin/account/password", currentPassword="bukan ini", newPassword=NEW_PASSWORD
    )

    assert response.status_code == 422
    assert "Bukan kata sandi anda yang sekarang" in response.text
    assert "bukan ini" not in response.text
    assert NEW_PASSWORD not in response.text


def test_somebody_who_walked_in_becomes_a_lead(dealer_a: Dealer, sales: Panel) -> None:
    car = make_car(dealer_a, display_code="A01")

    response = sales.post(
        "/admin/leads/new",
        customerName="Pak Budi",
        customerPhone="0812-9000-1112",
        source="walk_in",
        carIds=str(car.id),
    )

    [lead] = rows(dealer_a, select(Lead).where(Lead.tenant_id == dealer_a.tenant.id))
    assert response.location == f"/admin/chat/{lead.id}#akhir"
    assert (lead.source, lead.assigned_to) == ("walk_in", dealer_a.user_ids["sales"])
    assert "#A01" in sales.get(response.location).text


def test_a_known_customer_is_told_and_nothing_typed_is_lost(dealer_a: Dealer, sales: Panel) -> None:
    known = make_lead(dealer_a, phone="+6281290001112")

    response = sales.post("/admin/leads/new", customerName="Pak Budi", customerPhone="081290001112")

    assert response.status_code == 409
    assert f"sudah punya lead yang berjalan: {known.id}" in response.text
    assert 'value="Pak Budi"' in response.text


def test_wrong_fields_are_told_beside_them(sales: Panel) -> None:
    response = sales.post("/admin/leads/new", customerPhone="12")

    assert response.status_code == 422
    for name, problem in (
        ("customerName", "Wajib diisi"),
        ("customerPhone", "Bukan nomor telepon"),
    ):
        assert re.search(rf'id="{name}-note">{problem}', response.text)
