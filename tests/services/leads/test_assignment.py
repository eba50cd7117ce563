"""Automatic assignment of leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Lead, User
from autoleads.services import leads, tenants
from autoleads.services.leads import Opening
from autoleads.services.tenants import TenantInfo
from tests.support.factories import Dealer


def set_assignment(dealer: Dealer, **settings: object) -> TenantInfo:
    response = dealer.owner.patch("/api/admin/tenant", json={"assignment": settings})
    assert response.status_code == 200, response.text
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        return tenants.get(dealer.tenant.id)


def open_leads(dealer: Dealer, tenant: TenantInfo, *numbers: int) -> list[int | None]:
    """Open a lead for each customer, and return their assignees."""
    got = []
    for number in numbers:
        with dealer.app.app_context(), tenant_scope(tenant.id):
            opening = Opening(source="whatsapp", phone=f"+62812900000{number:02}")
            opened = leads.find_or_open(tenant, opening)
            got.append(leads.get(tenant, opened.lead_id).assigned_to)
            db.session.commit()
    return got


def change(dealer: Dealer, edit: Callable[[], object]) -> None:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        edit()
        db.session.commit()


def user(dealer: Dealer, who: str) -> User:
    found = db.session.get(User, (dealer.tenant.id, dealer.user_ids[who]))
    assert found is not None
    return found


def test_new_leads_are_unassigned_by_default(dealer_a: Dealer) -> None:
    assert open_leads(dealer_a, dealer_a.tenant, 1, 2) == [None, None]


def test_round_robin_skips_disabled_salespeople_and_those_on_leave(dealer_a: Dealer) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin")
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]

    assert open_leads(dealer_a, tenant, 1, 2, 3, 4) == [sales, sales2, sales, sales2]

    change(dealer_a, lambda: setattr(user(dealer_a, "sales"), "on_leave", True))
    assert open_leads(dealer_a, tenant, 5, 6) == [sales2, sales2]

    change(dealer_a, lambda: setattr(user(dealer_a, "sales2"), "status", "disabled"))
    assert open_leads(dealer_a, tenant, 7) == [None]


@pytest.mark.parametrize(("ended", "at_work"), [(1, True), (0, False), (-3, False)])
def test_a_leave_ends_after_its_last_day(dealer_a: Dealer, ended: int, at_work: bool) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin")
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]
    last_day = datetime.now(tenant.zone).date() - timedelta(days=ended)

    leave = {"onLeave": True, "onLeaveUntil": last_day.isoformat()}
    assert dealer_a.owner.patch(f"/api/admin/users/{sales}", json=leave).status_code == 200

    assert (sales in open_leads(dealer_a, tenant, 1, 2)) is at_work
    assert sales2 in open_leads(dealer_a, tenant, 3, 4)


def test_taking_a_turn_does_not_change_the_users_version(dealer_a: Dealer) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin")
    path = f"/api/admin/users/{dealer_a.user_ids['sales']}"
    before = dealer_a.owner.get(path).headers["ETag"]

    open_leads(dealer_a, tenant, 1)

    assert dealer_a.owner.get(path).headers["ETag"] == before


def test_returning_customer_is_assigned_to_their_last_active_salesperson(
    dealer_a: Dealer,
) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin")
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]
    assert open_leads(dealer_a, tenant, 1) == [sales]

    def lose_all() -> None:
        for lead in db.session.query(Lead):
            lead.status, lead.closed_at = "lost", datetime.now(UTC)

    change(dealer_a, lose_all)
    assert open_leads(dealer_a, tenant, 1) == [sales]

    change(dealer_a, lose_all)
    change(dealer_a, lambda: setattr(user(dealer_a, "sales"), "status", "disabled"))
    assert open_leads(dealer_a, tenant, 1) == [sales2]


@pytest.mark.parametrize(("waited", "moves"), [(11, True), (9, False)])
def test_lead_is_reassigned_after_the_waiting_time(
    dealer_a: Dealer, waited: int, moves: bool
) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin", reassignAfterMinutes=10)
    sales, sales2 = dealer_a.user_ids["sales"], dealer_a.user_ids["sales2"]
    open_leads(dealer_a, tenant, 1)
    since = datetime.now(UTC) - timedelta(minutes=waited)

    def wait() -> None:
        lead = db.session.query(Lead).one()
        lead.waiting_since = lead.assigned_at = since

    change(dealer_a, wait)
    change(dealer_a, lambda: leads.reassign_unanswered(tenant))
    change(dealer_a, lambda: leads.reassign_unanswered(tenant))

    with dealer_a.app.app_context(), tenant_scope(tenant.id):
        assert db.session.query(Lead).one().assigned_to == (sales2 if moves else sales)


def test_lead_whose_customer_does_not_wait_is_not_reassigned(dealer_a: Dealer) -> None:
    tenant = set_assignment(dealer_a, mode="round-robin", reassignAfterMinutes=10)
    open_leads(dealer_a, tenant, 1)
    change(
        dealer_a,
        lambda: setattr(
            db.session.query(Lead).one(), "assigned_at", datetime(2026, 1, 1, tzinfo=UTC)
        ),
    )

    with dealer_a.app.app_context(), tenant_scope(tenant.id):
        assert leads.reassign_unanswered(tenant) == 0


def test_fifty_concurrent_leads_are_shared_evenly(live_app: Flask, live_dealer: Dealer) -> None:
    tenant = set_assignment(live_dealer, mode="round-robin")

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda number: open_leads(live_dealer, tenant, number)[0], range(50)))

    assert Counter(got) == {live_dealer.user_ids["sales"]: 25, live_dealer.user_ids["sales2"]: 25}
