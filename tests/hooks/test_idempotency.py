"""Requests with an Idempotency-Key are carried out once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from autoleads.extensions import db
from autoleads.models import IdempotentRequest, Lead, Message
from tests.support.factories import PASSWORD, Api, Dealer, make_lead
from tests.support.fake_gateway import rows, tenant_context
from tests.support.lead_api import data, wrong_fields
from tests.support.threads import run_at_once
from tests.support.two_tenants import CAR

KEY = {"Idempotency-Key": "5f0e-1"}
CARS = "/api/admin/cars"
ENQUIRY = {"name": "Sari", "phone": "081290003333", "message": "Masih ada?"}


def send_reply(client: Api, lead: Lead, text: str = "Siap", **headers: str) -> TestResponse:
    path = f"/api/admin/leads/{lead.id}/messages"
    return client.post(path, json={"text": text}, headers=headers or KEY)


def change_stored(dealer: Dealer, **values: Any) -> None:
    with tenant_context(dealer):
        db.session.execute(update(IdempotentRequest).values(**values))
        db.session.commit()


def test_repeat_gets_the_first_response_byte_for_byte(dealer_a: Dealer) -> None:
    first = dealer_a.owner.post(CARS, json=CAR, headers=KEY)
    again = dealer_a.owner.post(CARS, json=CAR, headers=KEY)

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(data(dealer_a.owner.get(CARS))) == 1


def test_another_request_with_the_key_is_422(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    send_reply(dealer_a.owner, lead)

    assert wrong_fields(send_reply(dealer_a.owner, lead, "Lain")) == ["Idempotency-Key"]
    assert wrong_fields(dealer_a.owner.post(CARS, json=CAR, headers=KEY)) == ["Idempotency-Key"]


def test_key_belongs_to_one_user_of_one_tenant(dealer_a: Dealer, dealer_b: Dealer) -> None:
    for client in (dealer_a.owner, dealer_a.admin, dealer_b.owner):
        response = client.post(CARS, json=CAR, headers=KEY)
        assert (response.status_code, "Idempotent-Replayed" in response.headers) == (201, False)


@pytest.mark.parametrize("key", ["", " ", "x" * 129, "with space", "\xe9"])
def test_malformed_key_is_422(dealer_a: Dealer, key: str) -> None:
    response = dealer_a.owner.post(CARS, json=CAR, headers={"Idempotency-Key": key})

    assert wrong_fields(response) == ["Idempotency-Key"]


def test_key_of_a_failed_request_is_free_again(dealer_a: Dealer) -> None:
    assert dealer_a.owner.post(CARS, json={**CAR, "price": 0}, headers=KEY).status_code == 422
    assert dealer_a.owner.post(CARS, json=CAR, headers=KEY).status_code == 201


def test_key_is_free_again_after_a_day(dealer_a: Dealer) -> None:
    dealer_a.owner.post(CARS, json=CAR, headers=KEY)
    change_stored(dealer_a, created_at=datetime.now(UTC) - timedelta(hours=25))

    response = dealer_a.owner.post(CARS, json={**CAR, "year": 2019}, headers=KEY)

    assert response.status_code == 201


def test_request_whose_response_was_lost_is_409(dealer_a: Dealer) -> None:
    dealer_a.owner.post(CARS, json=CAR, headers=KEY)
    change_stored(dealer_a, response=None)

    assert dealer_a.owner.post(CARS, json=CAR, headers=KEY).status_code == 409


def test_concurrent_requests_with_one_key_are_carried_out_once(live_dealer: Dealer) -> None:
    lead = make_lead(live_dealer)
    owner = live_dealer.owner

    statuses = run_at_once(10, lambda _: send_reply(owner, lead).status_code)

    assert set(statuses) <= {201, 409}
    assert send_reply(owner, lead).headers["Idempotent-Replayed"] == "true"
    assert rows(live_dealer, select(func.count()).select_from(Message)) == [1]


def test_enquiries_are_repeated_by_key_and_address(dealer_a: Dealer) -> None:
    first = dealer_a.public.post("/api/leads", json=ENQUIRY, headers=KEY)
    again = dealer_a.public.post("/api/leads", json=ENQUIRY, headers=KEY)

    assert (again.data, again.headers["Idempotent-Replayed"]) == (first.data, "true")


def test_stored_responses_are_encrypted(dealer_a: Dealer) -> None:
    device = {"label": "6281100000001"}
    secret_url = data(dealer_a.owner.post("/api/admin/devices", json=device, headers=KEY), 201)

    [stored] = rows(dealer_a, select(IdempotentRequest))
    assert stored.response is not None
    assert secret_url["webhookUrl"] not in stored.response


def test_logins_are_never_given_again(app: Flask, dealer_a: Dealer) -> None:
    body = {"email": dealer_a.email("sales"), "password": PASSWORD}

    def log_in() -> str:
        response = dealer_a.public.post("/api/admin/auth/login", json=body, headers=KEY)
        token: str = data(response)["refreshToken"]
        return token

    assert log_in() != log_in()
