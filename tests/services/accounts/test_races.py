"""Changes of a user that commit while another request computes a hash or uses what it read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from autoleads.database.tenant_scope import tenant_scope
from autoleads.errors import Unauthorized
from autoleads.extensions import db, installed
from autoleads.models import Lead, Session, User
from autoleads.services import accounts, leads, messages
from autoleads.services.accounts import Passwords
from autoleads.services.messages import NewReply
from tests.support.factories import PASSWORD, Api, Dealer, make_lead
from tests.support.fake_gateway import rows
from tests.support.threads import run_at_once

LOGIN = "/api/admin/auth/login"
CHANGE = "/api/admin/auth/password"
RESET = "ditetapkan-oleh-pemilik"
OWN = "dipilih-sendiri-12345"
WhileVerifying = Callable[[Callable[[], object]], None]


@pytest.fixture
def while_verifying(live_dealer: Dealer, monkeypatch: pytest.MonkeyPatch) -> WhileVerifying:
    """Let something happen once, after the next password was verified."""
    passwords = installed(live_dealer.app, Passwords)
    verify = passwords.verify

    def happen(action: Callable[[], object]) -> None:
        def verify_then_act(password_hash: str | None, password: str) -> bool:
            matches = verify(password_hash, password)
            monkeypatch.setattr(passwords, "verify", verify)
            action()
            return matches

        monkeypatch.setattr(passwords, "verify", verify_then_act)

    return happen


def path_of(dealer: Dealer, who: str) -> str:
    return f"/api/admin/users/{dealer.user_ids[who]}"


def reset_password(dealer: Dealer) -> None:
    response = dealer.owner.patch(path_of(dealer, "sales"), json={"password": RESET})
    assert response.status_code == 200


def disable(dealer: Dealer) -> None:
    response = dealer.owner.patch(path_of(dealer, "sales"), json={"status": "disabled"})
    assert response.status_code == 200


def remove(dealer: Dealer) -> None:
    assert dealer.owner.delete(path_of(dealer, "sales")).status_code == 204


def log_in(dealer: Dealer, password: str = PASSWORD) -> int:
    body = {"email": dealer.email("sales"), "password": password}
    return dealer.public.post(LOGIN, json=body).status_code


def change_password(client: Api) -> Any:
    return client.post(CHANGE, json={"currentPassword": PASSWORD, "newPassword": OWN})


def live_sessions(dealer: Dealer) -> int:
    is_live = (Session.user_id == dealer.user_ids["sales"]) & Session.revoked_at.is_(None)
    return len(rows(dealer, select(Session.id).where(is_live)))


@pytest.mark.parametrize("change", [reset_password, disable, remove])
def test_login_during_a_change_of_the_user_is_401_without_a_session(
    live_dealer: Dealer, while_verifying: WhileVerifying, change: Callable[[Dealer], None]
) -> None:
    live_dealer.owner.get("/api/admin/auth/me")  # logs the owner in
    while_verifying(lambda: change(live_dealer))

    assert log_in(live_dealer) == 401
    assert live_sessions(live_dealer) == 0


def test_login_while_the_same_password_gets_a_new_hash_succeeds(
    live_dealer: Dealer, while_verifying: WhileVerifying
) -> None:
    live_dealer.owner.get("/api/admin/auth/me")
    path = path_of(live_dealer, "sales")
    while_verifying(lambda: live_dealer.owner.patch(path, json={"password": PASSWORD}))

    assert log_in(live_dealer) == 200


def test_own_password_change_does_not_overwrite_a_reset(
    live_dealer: Dealer, while_verifying: WhileVerifying
) -> None:
    _ = live_dealer.owner, live_dealer.sales
    while_verifying(lambda: reset_password(live_dealer))

    response = change_password(live_dealer.sales)

    assert response.status_code == 422
    assert response.get_json()["error"]["details"][0]["field"] == "currentPassword"
    assert log_in(live_dealer, RESET) == 200
    assert log_in(live_dealer, OWN) == 401


@pytest.mark.parametrize("change", [disable, remove])
def test_password_change_of_a_user_who_is_disabled_or_removed_meanwhile_is_401(
    live_dealer: Dealer, while_verifying: WhileVerifying, change: Callable[[Dealer], None]
) -> None:
    _ = live_dealer.owner, live_dealer.sales
    while_verifying(lambda: change(live_dealer))

    assert change_password(live_dealer.sales).status_code == 401


def test_reset_among_many_logins_leaves_no_session(live_dealer: Dealer) -> None:
    _ = live_dealer.owner

    def log_in_or_reset(index: int) -> int:
        if index == 10:
            reset_password(live_dealer)
            return 0
        return log_in(live_dealer)

    run_at_once(30, log_in_or_reset)

    assert live_sessions(live_dealer) == 0


def test_removed_user_in_the_middle_of_a_request_can_still_write_but_takes_no_lead(
    live_dealer: Dealer,
) -> None:
    tenant = live_dealer.tenant
    lead = make_lead(live_dealer)
    with live_dealer.app.app_context(), tenant_scope(tenant.id):
        user = accounts.get_user(tenant, live_dealer.user_ids["sales"])
        db.session.commit()
        remove(live_dealer)

        leads.add_note(tenant, user, lead.id, "Sudah ditelepon")
        messages.reply(tenant, user, lead.id, NewReply(text="Siap Kak", origin="api"))
        db.session.commit()
        with pytest.raises(Unauthorized):
            leads.claim(tenant, user, lead.id)

    [stored] = rows(live_dealer, select(Lead).where(Lead.id == lead.id))
    assert (stored.assigned_to, stored.status) == (None, "contacted")


def test_claims_during_a_removal_leave_no_open_lead_with_the_removed_user(
    live_dealer: Dealer,
) -> None:
    wanted = [make_lead(live_dealer) for _ in range(20)]
    _ = live_dealer.owner, live_dealer.sales

    def claim_or_remove(index: int) -> int:
        if index == 10:
            remove(live_dealer)
            return 204
        path = f"/api/admin/leads/{wanted[index].id}/claim"
        return live_dealer.sales.post(path).status_code

    statuses = run_at_once(20, claim_or_remove)

    assert set(statuses) <= {200, 204, 401}
    theirs = Lead.assigned_to == live_dealer.user_ids["sales"]
    assert rows(live_dealer, select(Lead.id).where(theirs)) == []
    assert rows(live_dealer, select(User.status).where(User.name == "Sales")) == ["removed"]
