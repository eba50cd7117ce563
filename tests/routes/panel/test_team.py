"""The team, as the owner keeps it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from autoleads.models import Lead
from tests.support.factories import Dealer, make_lead
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of

TEAM = "/admin/settings/team"
PASSWORD = "kalimat pendek saya"


@pytest.fixture
def owner(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "owner")


def link_in(page: str) -> str:
    found = re.search(r'id="link" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_an_invited_salesperson_sets_a_password_and_logs_in(dealer_a: Dealer, owner: Panel) -> None:
    response = owner.post(
        f"{TEAM}/new", name="Citra", email="citra@dealer.test", role="sales", phone="0812 9000 1113"
    )

    assert response.status_code == 200
    link = link_in(response.text)
    assert link.startswith(f"{owner.address}/admin/password?token=")
    assert "https://wa.me/6281290001113?text=Halo%20Citra" in response.text
    token = link.partition("token=")[2]
    new = Panel(dealer_a)
    assert new.send("/admin/password", token=token, password=PASSWORD).status_code == 200
    new.send("/admin/login", email="citra@dealer.test", password=PASSWORD)
    assert new.get("/admin/today").status_code == 200
    assert "Citra" in owner.get(TEAM).text


def test_a_taken_email_is_told_and_nothing_typed_is_lost(dealer_a: Dealer, owner: Panel) -> None:
    response = owner.post(f"{TEAM}/new", name="Citra", email=dealer_a.email("sales"), role="admin")

    assert response.status_code == 409
    assert 'value="Citra"' in response.text
    assert '<option value="admin" selected>' in response.text


def test_a_role_counts_at_once(dealer_a: Dealer, owner: Panel) -> None:
    sales = panel_of(dealer_a, "sales")
    assert sales.get("/admin/cars/new").status_code == 403

    owner.post(f"{TEAM}/{dealer_a.user_ids['sales']}", role="admin")

    assert sales.get("/admin/cars/new").status_code == 200


def test_the_last_owner_keeps_their_role(dealer_a: Dealer, owner: Panel) -> None:
    path = f"{TEAM}/{dealer_a.user_ids['owner']}"

    assert owner.post(path, role="sales").status_code == 409
    assert owner.post(f"{path}/remove").status_code == 409
    assert owner.get(TEAM).status_code == 200


def test_a_leave_is_shown_and_ended(dealer_a: Dealer, owner: Panel) -> None:
    path = f"{TEAM}/{dealer_a.user_ids['sales']}"

    owner.post(path, onLeave="true", onLeaveUntil="2099-12-31")
    assert 'value="2099-12-31"' in owner.get(path).text
    assert "Cuti" in owner.get(TEAM).text

    owner.post(path, onLeave="false", onLeaveUntil="")
    assert "2099" not in owner.get(path).text


def test_a_removed_user_is_out_and_their_leads_are_free(dealer_a: Dealer, owner: Panel) -> None:
    sales_id = dealer_a.user_ids["sales"]
    sales = panel_of(dealer_a, "sales")
    lead = make_lead(dealer_a, assigned_to=sales_id)

    response = owner.post(f"{TEAM}/{sales_id}/remove")

    assert response.location == f"{TEAM}?said=user_removed"
    assert sales.get("/admin/today").status_code == 303
    [assigned_to] = rows(dealer_a, select(Lead.assigned_to).where(Lead.id == lead.id))
    assert assigned_to is None
    assert owner.get(f"{TEAM}/{sales_id}").status_code == 404


def test_a_new_link_ends_with_the_password_it_sets(dealer_a: Dealer, owner: Panel) -> None:
    path = f"{TEAM}/{dealer_a.user_ids['sales']}/link"
    token = link_in(owner.post(path).text).partition("token=")[2]

    first = Panel(dealer_a).send("/admin/password", token=token, password=PASSWORD)
    second = Panel(dealer_a).send("/admin/password", token=token, password=PASSWORD)

    assert (first.status_code, second.status_code) == (200, 422)


def test_leads_are_shared_by_turns(dealer_a: Dealer, owner: Panel) -> None:
    form = {"assignment.mode": "round-robin", "assignment.reassignAfterMinutes": "15"}

    owner.post(f"{TEAM}/assignment", **form)

    page = owner.get(TEAM).text
    assert '<option value="round-robin" selected>' in page
    assert 'name="assignment.reassignAfterMinutes" type="number" value="15"' in page


def test_another_dealers_user_is_not_there(dealer_b: Dealer, owner: Panel) -> None:
    path = f"{TEAM}/{max(dealer_b.user_ids.values())}"

    for response in (owner.get(path), owner.post(path, role="admin"), owner.post(f"{path}/link")):
        assert response.status_code == 404
