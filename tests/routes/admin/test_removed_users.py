"""Removing a user: their account ends, their work stays."""

from __future__ import annotations

from tests.support.factories import PASSWORD, Dealer, make_lead
from tests.support.lead_api import LEADS, data, timeline
from tests.support.message_api import messages_path

USERS = "/api/admin/users"
LOGIN = "/api/admin/auth/login"


def remove_salesperson(dealer: Dealer) -> None:
    assert dealer.owner.delete(f"{USERS}/{dealer.user_ids['sales']}").status_code == 204


def test_removed_user_is_404_and_logged_out(dealer_a: Dealer) -> None:
    sales = dealer_a.sales
    remove_salesperson(dealer_a)
    path = f"{USERS}/{dealer_a.user_ids['sales']}"

    assert sales.get("/api/admin/auth/me").status_code == 401
    body = {"email": dealer_a.email("sales"), "password": PASSWORD}
    assert dealer_a.public.post(LOGIN, json=body).status_code == 401
    assert dealer_a.owner.get(path).status_code == 404
    assert dealer_a.owner.patch(path, json={"status": "active"}).status_code == 404
    listed = data(dealer_a.owner.get(USERS))
    assert "Sales" not in [user["name"] for user in listed]


def test_email_of_a_removed_user_is_free_again(dealer_a: Dealer) -> None:
    remove_salesperson(dealer_a)
    successor = {"email": dealer_a.email("sales"), "name": "Rina", "role": "sales"}

    assert dealer_a.owner.post(USERS, json=successor).status_code == 201
    assert dealer_a.owner.post(USERS, json=successor).status_code == 409


def test_open_leads_of_a_removed_user_become_unassigned_with_a_timeline_entry(
    dealer_a: Dealer,
) -> None:
    user_id = dealer_a.user_ids["sales"]
    lead = make_lead(dealer_a, assigned_to=user_id)
    etag = dealer_a.owner.get(f"{LEADS}/{lead.id}").headers["ETag"]
    remove_salesperson(dealer_a)

    shown = dealer_a.owner.get(f"{LEADS}/{lead.id}")
    assert data(shown)["assignedTo"] is None
    assert shown.headers["ETag"] != etag
    entry = timeline(dealer_a.owner, lead.id)[-1]
    assert (entry["type"], entry["from"]["name"], entry["to"]) == ("assigned", "Sales", None)
    assert entry["by"]["name"] == "Owner"


def test_closed_lead_and_messages_of_a_removed_user_keep_their_name(dealer_a: Dealer) -> None:
    closed = make_lead(dealer_a, assigned_to=dealer_a.user_ids["sales"], status="won")
    lead = make_lead(dealer_a)
    dealer_a.sales.post(messages_path(lead), json={"text": "Siap Kak"})
    remove_salesperson(dealer_a)

    assert data(dealer_a.owner.get(f"{LEADS}/{closed.id}"))["assignedTo"]["name"] == "Sales"
    [message] = data(dealer_a.owner.get(messages_path(lead)))
    assert message["author"]["name"] == "Sales"


def test_lead_cannot_be_assigned_to_a_removed_user(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    remove_salesperson(dealer_a)

    body = {"userId": dealer_a.user_ids["sales"]}
    assert dealer_a.owner.post(f"{LEADS}/{lead.id}/assign", json=body).status_code == 422
