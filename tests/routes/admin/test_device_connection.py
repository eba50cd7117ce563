"""Connecting a device to its gateway, which is the fake Fonnte over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.gateways.base import DeviceProfile
from autoleads.gateways.fonnte.gateway import FonnteGateway
from tests.support.factories import Dealer
from tests.support.fake_gateway import data
from tests.support.gateways import use_fonnte
from tests.support.loopback import Control

DEVICES = "/api/admin/devices"
LABEL = "6281100000001"
TOKEN = "token-a"


@pytest.fixture(autouse=True)
def _app_uses_fake_fonnte(app: Flask, fake_fonnte: FakeFonnte) -> None:
    use_fonnte(app, fake_fonnte.url)


def create(dealer: Dealer, **fields: Any) -> dict[str, Any]:
    return data(dealer.owner.post(DEVICES, json={"label": LABEL, **fields}))


def test_creating_a_device_sets_its_webhooks_and_reads_its_state(
    fake_fonnte: FakeFonnte, dealer_a: Dealer
) -> None:
    device = create(dealer_a, token=TOKEN)

    assert device["setup"]["hooksSet"] is True
    assert device["setup"]["problem"] is None
    assert device["state"] == "connected"
    assert device["paused"] is None
    assert device["webhookUrl"].startswith("http://hooks.autoleads.test/webhook/fonnte/")
    assert fake_fonnte.api.devices[TOKEN]["webhook"] == device["webhookUrl"]


def test_a_device_without_a_token_is_created_with_the_step_to_enter_it(dealer_a: Dealer) -> None:
    device = create(dealer_a)

    assert device["setup"]["hooksSet"] is False
    assert device["setup"]["problem"] == "token_missing"
    assert device["setup"]["todo"][0] == "Isi token perangkat dari dasbor Fonnte."


def test_an_invalid_token_pauses_the_device_and_a_good_check_resumes_it(
    control: Control, dealer_a: Dealer
) -> None:
    control(mode="refuse", reason="token invalid")
    device = create(dealer_a, token=TOKEN)
    assert device["setup"]["problem"] == "token_invalid"
    assert device["paused"] == "token_invalid"

    control()
    checked = data(dealer_a.owner.post(f"{DEVICES}/{device['id']}/check"))

    assert checked["setup"]["problem"] is None
    assert checked["state"] == "connected"
    assert checked["paused"] is None
    assert "secret" not in checked


def test_a_device_is_created_while_the_gateway_is_unreachable(dealer_a: Dealer) -> None:
    use_fonnte(dealer_a.app, "http://127.0.0.1:9")

    device = create(dealer_a, token=TOKEN)

    assert device["setup"]["problem"] == "unreachable"
    assert device["paused"] is None
    assert device["hasToken"] is True


def test_no_transaction_is_open_during_the_call(
    dealer_a: Dealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_during_call = []
    profile = FonnteGateway.profile

    def watch_transaction(gateway: FonnteGateway, token: str) -> DeviceProfile:
        open_during_call.append(db.session().in_transaction())
        return profile(gateway, token)

    monkeypatch.setattr(FonnteGateway, "profile", watch_transaction)
    device = create(dealer_a, token=TOKEN)
    dealer_a.owner.post(f"{DEVICES}/{device['id']}/check")

    assert open_during_call == [False, False]


def test_a_new_secret_is_set_at_the_gateway(fake_fonnte: FakeFonnte, dealer_a: Dealer) -> None:
    device = create(dealer_a, token=TOKEN)

    response = dealer_a.owner.patch(f"{DEVICES}/{device['id']}", json={"rotateSecret": True})

    changed = data(response)
    assert changed["setup"]["hooksSet"] is True
    assert changed["webhookUrl"] != device["webhookUrl"]
    assert fake_fonnte.api.devices[TOKEN]["webhook"] == changed["webhookUrl"]


def test_a_change_of_the_phone_does_not_call_the_gateway(
    control: Control, dealer_a: Dealer
) -> None:
    device = create(dealer_a, token=TOKEN)
    control(mode="refuse", reason="token invalid")

    response = dealer_a.owner.patch(f"{DEVICES}/{device['id']}", json={"phone": "081190000009"})

    changed = data(response)
    assert "setup" not in changed
    assert "secret" not in changed
    assert changed["paused"] is None


def test_only_the_owner_of_the_tenant_checks_a_device(dealer_a: Dealer, dealer_b: Dealer) -> None:
    path = f"{DEVICES}/{create(dealer_a)['id']}/check"

    assert dealer_a.admin.post(path).status_code == 403
    assert dealer_b.owner.post(path).status_code == 404
