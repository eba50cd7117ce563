"""Connecting a device to the gateway, which a stand-in plays over real HTTP."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from autoleads.dev.fake_fonnte import FakeFonnte
from tests.support.factories import Dealer
from tests.support.gateways import use_fonnte

LABEL = "6281100000001"


@pytest.fixture
def fake_fonnte(app: Flask) -> Iterator[FakeFonnte]:
    server = FakeFonnte()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    use_fonnte(app, server.url)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def control(fake_fonnte: FakeFonnte, **behaviour: Any) -> None:
    body = json.dumps(behaviour).encode()
    urllib.request.urlopen(
        urllib.request.Request(f"{fake_fonnte.url}/control", body), timeout=5
    ).close()


def create(dealer: Dealer, **fields: Any) -> dict[str, Any]:
    answer = dealer.owner.post("/api/admin/devices", json={"label": LABEL, **fields})
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.get_json()["data"]
    return data


def test_creating_a_device_sets_its_webhooks_and_reads_its_state(
    fake_fonnte: FakeFonnte, dealer_a: Dealer
) -> None:
    device = create(dealer_a, token="token-a")

    assert device["setup"]["hooksSet"] is True
    assert device["setup"]["problem"] is None
    assert device["state"] == "connected"
    assert device["paused"] is None
    assert device["webhookUrl"].startswith("http://hooks.autoleads.test/webhook/fonnte/")


def test_without_a_token_the_device_is_made_and_says_what_is_missing(dealer_a: Dealer) -> None:
    device = create(dealer_a)

    assert device["setup"]["hooksSet"] is False
    assert device["setup"]["problem"] == "token_missing"
    assert any("token" in step for step in device["setup"]["todo"])


def test_a_wrong_token_pauses_the_device_and_a_good_check_wakes_it(
    fake_fonnte: FakeFonnte, dealer_a: Dealer
) -> None:
    control(fake_fonnte, mode="refuse", reason="token invalid")
    device = create(dealer_a, token="token-a")
    assert (device["setup"]["problem"], device["paused"]) == ("token_invalid", "token_invalid")

    control(fake_fonnte)
    checked = dealer_a.owner.post(f"/api/admin/devices/{device['id']}/check").get_json()["data"]

    assert (checked["state"], checked["paused"], checked["setup"]["problem"]) == (
        "connected",
        None,
        None,
    )
    assert "secret" not in checked


def test_a_gateway_that_is_away_loses_nothing(dealer_a: Dealer) -> None:
    use_fonnte(dealer_a.app, "http://127.0.0.1:9")

    device = create(dealer_a, token="token-a")

    assert (device["setup"]["problem"], device["paused"], device["hasToken"]) == (
        "unreachable",
        None,
        True,
    )


def test_a_new_secret_is_told_to_the_gateway(fake_fonnte: FakeFonnte, dealer_a: Dealer) -> None:
    device = create(dealer_a, token="token-a")

    changed = dealer_a.owner.patch(
        f"/api/admin/devices/{device['id']}", json={"rotateSecret": True}
    ).get_json()["data"]

    assert changed["setup"]["hooksSet"] is True
    assert changed["webhookUrl"] != device["webhookUrl"]


def test_only_the_owner_checks_and_only_his_own(
    fake_fonnte: FakeFonnte, dealer_a: Dealer, dealer_b: Dealer
) -> None:
    path = f"/api/admin/devices/{create(dealer_a)['id']}/check"

    assert dealer_a.admin.post(path).status_code == 403
    assert dealer_b.owner.post(path).status_code == 404
