"""One-time links: how a member sets a password that nobody else knows."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import installed
from autoleads.services import accounts
from autoleads.services.encryption import Encryptor
from tests.support.factories import PASSWORD, Dealer

LINK = "/api/admin/auth/one-time-password"
NEW = "kata-sandi-yang-baru"


def log_in(dealer: Dealer, email: str, password: str) -> int:
    return dealer.public.post(
        "/api/admin/auth/login", json={"email": email, "password": password}
    ).status_code


def link_token(dealer: Dealer, who: str = "sales") -> str:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        link = accounts.one_time_link(
            "https://x.test", accounts.get_user(dealer.tenant, dealer.user_ids[who])
        )
    return link.partition("token=")[2]


def use_link(dealer: Dealer, token: str, password: str = NEW) -> int:
    return dealer.public.post(LINK, json={"token": token, "newPassword": password}).status_code


def test_a_one_time_link_sets_the_password_once_and_ends_all_sessions(dealer_a: Dealer) -> None:
    sales, token = dealer_a.sales, link_token(dealer_a)

    assert use_link(dealer_a, token) == 204
    assert use_link(dealer_a, token, "noch-ein-anderes-wort") == 422
    assert sales.get("/api/admin/auth/me").status_code == 401
    assert log_in(dealer_a, dealer_a.email("sales"), NEW) == 200


def test_one_time_link_of_another_tenant_is_refused(dealer_a: Dealer, dealer_b: Dealer) -> None:
    assert use_link(dealer_b, link_token(dealer_a)) == 422
    assert log_in(dealer_b, dealer_b.email("sales"), PASSWORD) == 200


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(days=2, hours=23), 204), (timedelta(days=3, minutes=1), 422)]
)
def test_a_one_time_link_lasts_three_days(dealer_a: Dealer, age: timedelta, status: int) -> None:
    encryptor = installed(dealer_a.app, Encryptor)
    opened = encryptor.decrypt(link_token(dealer_a))
    sealed_at = int((datetime.now(UTC) - age).timestamp())
    old = encryptor._fernet._fernets[0].encrypt_at_time((opened or "").encode(), sealed_at).decode()

    assert use_link(dealer_a, old) == status


@pytest.mark.parametrize("token", ["x", "é", "gAAAAA", "a" * 200])
def test_a_made_up_link_is_refused(dealer_a: Dealer, token: str) -> None:
    assert use_link(dealer_a, token) == 422


def test_twenty_uses_of_one_link_at_once_set_one_password(live_dealer: Dealer) -> None:
    token = link_token(live_dealer)
    together = threading.Barrier(20)

    def use(number: int) -> int:
        together.wait()
        return use_link(live_dealer, token, f"kata-sandi-nomor-{number}")

    with ThreadPoolExecutor(20) as threads:
        assert sorted(threads.map(use, range(20))) == [204] + [422] * 19


def test_user_without_password_sets_one_with_their_link(dealer_a: Dealer) -> None:
    body = {"email": "baru@dealer-a.test", "name": "Baru", "role": "sales"}
    made = dealer_a.owner.post("/api/admin/users", json=body).get_json()["data"]
    link = re.fullmatch(
        r"http://dealer-a\.autoleads\.test/admin/password\?token=(.+)", made["passwordLink"]
    )
    assert link
    assert log_in(dealer_a, body["email"], "") == 401

    assert use_link(dealer_a, link[1]) == 204
    assert log_in(dealer_a, body["email"], NEW) == 200
