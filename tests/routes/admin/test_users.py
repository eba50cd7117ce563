"""The team."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.services import accounts
from autoleads.services.accounts import UserChanges
from tests.support.factories import PASSWORD, Api, Dealer
from tests.support.threads import run_at_once

USERS = "/api/admin/users"
BUDI = {
    "email": "budi@example.com",
    "name": "Budi",
    "role": "sales",
    "password": "rahasia-budi-123",
}


def at(dealer: Dealer, who: str) -> str:
    return f"{USERS}/{dealer.user_ids[who]}"


def problems(response: Any) -> list[str]:
    assert response.status_code == 422
    return sorted(problem["field"] for problem in response.get_json()["error"]["details"])


def test_an_owner_adds_reads_changes_and_removes_a_member(dealer_a: Dealer) -> None:
    made = dealer_a.owner.post(USERS, json={**BUDI, "phone": "0812-9876-5432"})
    path = made.headers["Location"]

    data = made.get_json()["data"]
    assert made.status_code == 201
    assert path == f"{USERS}/{data['id']}"
    assert (data["phone"], data["status"], data["onLeave"], data["passwordLink"]) == (
        "+6281298765432",
        "active",
        False,
        None,
    )
    assert not {"password", "passwordHash", "tenantId"} & data.keys()
    assert dealer_a.owner.get(path).get_json()["data"]["name"] == "Budi"
    changed = dealer_a.owner.patch(
        path, json={"name": "Budi S", "phone": None, "onLeave": True}
    ).get_json()["data"]
    assert (changed["name"], changed["phone"], changed["onLeave"], changed["role"]) == (
        "Budi S",
        None,
        True,
        "sales",
    )
    assert dealer_a.owner.delete(path).status_code == 204
    assert dealer_a.owner.get(path).status_code == 404
    assert dealer_a.owner.delete(path).status_code == 404


def test_the_team_is_listed_in_pages(dealer_a: Dealer, dealer_b: Dealer) -> None:
    dealer_b.owner.post(USERS, json=BUDI)
    response = dealer_a.admin.get(f"{USERS}?page=2&limit=3")

    assert [user["email"] for user in response.get_json()["data"]] == [dealer_a.email("sales2")]
    assert response.get_json()["meta"] == {"page": 2, "limit": 3, "total": 4, "totalPages": 2}
    assert (
        response.headers["X-Total-Count"],
        response.headers["X-Page"],
        response.headers["X-Per-Page"],
    ) == ("4", "2", "3")
    assert 'page=1&limit=3>; rel="prev"' in response.headers["Link"]
    assert 'rel="next"' not in response.headers["Link"]
    assert dealer_a.admin.get(f"{USERS}?page=1000000").get_json()["data"] == []


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1000001",
        "limit=0",
        "limit=101",
        "page=1&page=2",
    ],
)
def test_a_page_out_of_range_is_refused(dealer_a: Dealer, query: str) -> None:
    assert problems(dealer_a.admin.get(f"{USERS}?{query}")) == [query.partition("=")[0]]


@pytest.mark.parametrize(("who", "reads"), [("admin", 200), ("sales", 403)])
def test_only_owners_change_the_team_and_salespeople_do_not_see_it(
    dealer_a: Dealer, who: str, reads: int
) -> None:
    client: Api = getattr(dealer_a, who)

    assert client.get(USERS).status_code == reads
    assert client.post(USERS, json=BUDI).status_code == 403
    assert client.get(at(dealer_a, "sales")).status_code == 403
    assert client.patch(at(dealer_a, who), json={"role": "owner"}).status_code == 403
    assert client.delete(at(dealer_a, "sales2")).status_code == 403


def test_taken_email_beside_a_new_password_is_409(dealer_a: Dealer) -> None:
    change = {"email": dealer_a.email("admin"), "password": "sesuatu-yang-baru"}
    response = dealer_a.owner.patch(at(dealer_a, "sales"), json=change)

    assert response.status_code == 409
    assert response.get_json()["error"]["code"] == "DUPLICATE_RESOURCE"


def test_user_of_another_tenant_is_404(dealer_a: Dealer, dealer_b: Dealer) -> None:
    path = at(dealer_b, "sales")

    assert dealer_a.owner.get(path).status_code == 404
    assert dealer_a.owner.patch(path, json={"name": "X"}).status_code == 404
    assert dealer_a.owner.delete(path).status_code == 404
    assert dealer_a.owner.get(f"{USERS}/{10**30}").status_code == 404


def test_all_wrong_fields_are_named_at_once(dealer_a: Dealer) -> None:
    wrong = {
        "email": "budi",
        "name": " \u0000 ",
        "role": "boss",
        "phone": "12",
        "status": "gone",
        "password": "short",
        "onLeave": "perhaps",
        "tenantId": 1,
        "id": 1,
    }

    assert problems(dealer_a.owner.post(USERS, json=wrong)) == sorted(wrong)
    assert problems(dealer_a.owner.post(USERS, json={})) == ["email", "name", "role"]
    assert problems(dealer_a.owner.patch(at(dealer_a, "sales"), json=wrong)) == sorted(wrong)


@pytest.mark.parametrize("field", ["email", "name", "role", "status", "password", "onLeave"])
def test_required_fields_cannot_be_null(dealer_a: Dealer, field: str) -> None:
    assert problems(dealer_a.owner.patch(at(dealer_a, "sales"), json={field: None})) == [field]


@pytest.mark.parametrize(
    "email",
    ["a@b", "a b@c.de", "@c.de", "a@c.", "a@.de", f"{'a' * 250}@c.de", "a@b@c.de", 7, ["a@b.de"]],
)
def test_malformed_email_is_422(dealer_a: Dealer, email: Any) -> None:
    assert problems(dealer_a.owner.post(USERS, json={**BUDI, "email": email})) == ["email"]


@pytest.mark.parametrize(("length", "status"), [(11, 422), (12, 201), (128, 201), (129, 422)])
def test_passwords_have_12_to_128_characters(dealer_a: Dealer, length: int, status: int) -> None:
    password = "é" * length
    assert dealer_a.owner.post(USERS, json={**BUDI, "password": password}).status_code == status
    login = dealer_a.public.post(
        "/api/admin/auth/login", json={"email": BUDI["email"], "password": password}
    )

    assert login.status_code == (200 if status == 201 else 401)


def test_an_email_is_taken_in_any_spelling_but_only_within_a_dealer(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    assert dealer_a.owner.post(USERS, json=BUDI).status_code == 201
    again = dealer_a.owner.post(USERS, json={**BUDI, "email": "  BUDI@Example.COM\n"})
    renamed = dealer_a.owner.patch(at(dealer_a, "sales"), json={"email": "Budi@example.com"})

    assert again.status_code == renamed.status_code == 409
    assert again.get_json()["error"]["code"] == "DUPLICATE_RESOURCE"
    assert dealer_b.owner.post(USERS, json=BUDI).status_code == 201


def test_update_with_a_stale_etag_is_412(dealer_a: Dealer) -> None:
    path = at(dealer_a, "sales")
    tag = dealer_a.owner.get(path).headers["ETag"]
    first = dealer_a.owner.patch(path, json={"name": "One"}, headers={"If-Match": tag})
    second = dealer_a.owner.patch(path, json={"name": "Two"}, headers={"If-Match": tag})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.get_json()["error"]["code"] == "PRECONDITION_FAILED"
    assert dealer_a.owner.get(path).headers["ETag"] == first.headers["ETag"] != tag
    assert dealer_a.owner.get(path).get_json()["data"]["name"] == "One"
    for odd in ("x", '"x"', '"', '"77", "78"', '""', '"99999999999"', '"-1"'):
        assert (
            dealer_a.owner.patch(
                path, json={"name": "Three"}, headers={"If-Match": odd}
            ).status_code
            == 412
        )
    for free in ("*", first.headers["ETag"], f"{tag}, {first.headers['ETag']}"):
        assert dealer_a.owner.patch(path, json={}, headers={"If-Match": free}).status_code == 200


def test_a_password_set_by_the_owner_ends_the_members_sessions(dealer_a: Dealer) -> None:
    sales = dealer_a.sales
    dealer_a.owner.patch(at(dealer_a, "sales"), json={"password": "sesuatu-yang-baru"})

    assert sales.get("/api/admin/auth/me").status_code == 401


@pytest.mark.parametrize("change", [{"role": "admin"}, {"status": "disabled"}, None])
def test_the_last_active_owner_stays(dealer_a: Dealer, change: dict[str, str] | None) -> None:
    def attempt() -> int:
        path = at(dealer_a, "owner")
        response = (
            dealer_a.owner.patch(path, json=change) if change else dealer_a.owner.delete(path)
        )
        return response.status_code

    assert attempt() == 409
    disabled = {**BUDI, "role": "owner", "status": "disabled"}
    second = dealer_a.owner.post(USERS, json=disabled).get_json()["data"]["id"]
    assert attempt() == 409
    assert dealer_a.owner.get("/api/admin/auth/me").get_json()["data"]["role"] == "owner"
    dealer_a.owner.patch(f"{USERS}/{second}", json={"status": "active"})
    assert attempt() in (200, 204)


@pytest.mark.parametrize("action", ["demote", "remove"])
def test_two_owners_removing_each_other_at_once_leave_one(live_dealer: Dealer, action: str) -> None:
    second = live_dealer.owner.post(USERS, json={**BUDI, "role": "owner"}).get_json()["data"]["id"]
    body = {"email": BUDI["email"], "password": BUDI["password"]}
    token = live_dealer.public.post("/api/admin/auth/login", json=body).get_json()["data"][
        "accessToken"
    ]
    sides = [
        (live_dealer.owner, f"{USERS}/{second}"),
        (Api(live_dealer.app, live_dealer.host, token), at(live_dealer, "owner")),
    ]

    def end(index: int) -> int:
        client, other = sides[index % 2]
        response = (
            client.patch(other, json={"role": "sales"})
            if action == "demote"
            else client.delete(other)
        )
        return response.status_code

    statuses = run_at_once(50, end)

    with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
        owners = db.session.scalar(
            text("SELECT count(*) FROM users WHERE role = 'owner' AND status = 'active'")
        )
    assert owners == 1
    assert set(statuses) <= {200, 204, 401, 403, 404, 409}


def test_changes_of_a_team_take_turns(live_dealer: Dealer) -> None:
    second = live_dealer.owner.post(USERS, json={**BUDI, "role": "owner"}).get_json()["data"]["id"]
    with (
        live_dealer.app.app_context(),
        tenant_scope(live_dealer.tenant.id),
        ThreadPoolExecutor(1) as thread,
    ):
        accounts.update_user(live_dealer.tenant, second, UserChanges(role="sales"))
        other = thread.submit(
            lambda: (
                live_dealer.owner.patch(
                    at(live_dealer, "owner"), json={"role": "sales"}
                ).status_code
            )
        )
        with pytest.raises(TimeoutError):
            other.result(timeout=0.5)
        db.session.commit()

        assert other.result(timeout=10) == 409


def test_one_email_for_fifty_members_at_once_makes_one(live_dealer: Dealer) -> None:
    owner = live_dealer.owner
    statuses = run_at_once(50, lambda _: owner.post(USERS, json=BUDI).status_code)

    assert sorted(statuses) == [201] + [409] * 49


def test_own_update_applies_to_the_current_row(live_dealer: Dealer, owner_engine: Engine) -> None:
    with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
        user = accounts.get_user(live_dealer.tenant, live_dealer.user_ids["admin"])
        with owner_engine.begin() as other:
            other.execute(text(f"SET LOCAL app.tenant_id = {live_dealer.tenant.id}"))
            other.execute(text("UPDATE users SET role = 'sales' WHERE role = 'admin'"))
        accounts.update_user(live_dealer.tenant, user.id, UserChanges(role="admin"))
        db.session.commit()

        assert (
            db.session.scalar(text("SELECT role FROM users WHERE id = :id"), {"id": user.id})
            == "admin"
        )


def test_user_logs_in_with_the_password_the_owner_set(dealer_a: Dealer) -> None:
    dealer_a.owner.post(USERS, json={**BUDI, "email": " Budi@Example.com"})
    body = {"email": "BUDI@example.COM ", "password": BUDI["password"]}

    assert dealer_a.public.post("/api/admin/auth/login", json=body).status_code == 200
    assert (
        dealer_a.public.post(
            "/api/admin/auth/login", json={**body, "password": PASSWORD}
        ).status_code
        == 401
    )
