"""WhatsApp devices, as the owner sets them up, against the fake Fonnte over real HTTP."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.models import Device, Lead
from tests.support.factories import Dealer, make_lead, make_message
from tests.support.fake_gateway import connect, rows
from tests.support.gateways import use_fonnte
from tests.support.loopback import Control, Inbox
from tests.support.panel import Panel, panel_of

DEVICES = "/admin/settings/devices"
TOKEN = "token-a"


@pytest.fixture(autouse=True)
def _app_uses_fake_fonnte(app: Flask, fake_fonnte: FakeFonnte) -> None:
    use_fonnte(app, fake_fonnte.url)


@pytest.fixture
def owner(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "owner")


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>|\s+", " ", page))


def test_a_device_is_added_and_its_webhooks_are_set(
    dealer_a: Dealer, owner: Panel, fake_fonnte: FakeFonnte
) -> None:
    response = owner.post(DEVICES, label="0811-0000-0001", token=TOKEN)

    assert "Sudah dipasang di gateway" in response.text
    url = re.search(r'id="webhook_message" value="([^"]+)"', response.text)
    assert url
    assert fake_fonnte.api.devices[TOKEN]["webhook"] == url[1]
    page = owner.get(DEVICES).text
    assert "Terhubung" in page
    assert url[1] not in page


def test_a_device_without_a_token_says_what_to_do(owner: Panel) -> None:
    owner.post(DEVICES, label="0811-0000-0001", token="")

    assert "Isi token perangkat dari dasbor Fonnte." in owner.get(DEVICES).text


def test_a_wrong_number_is_told_and_kept(owner: Panel) -> None:
    response = owner.post(DEVICES, label="12", token="t-1")

    assert response.status_code == 422
    assert 'id="label-note">Harus 8 sampai 15 angka' in response.text
    assert 'value="12"' in response.text


def test_a_refused_token_pauses_and_a_new_one_resumes(
    dealer_a: Dealer, owner: Panel, control: Control
) -> None:
    control(mode="refuse", reason="token invalid")
    owner.post(DEVICES, label="0811-0000-0001", token="wrong")
    assert "Token ditolak gateway" in owner.get(DEVICES).text

    control(mode="ok")
    [device] = rows(dealer_a, select(Device).where(Device.tenant_id == dealer_a.tenant.id))
    owner.post(f"{DEVICES}/{device.id}", token=TOKEN, version=device.version)

    page = text_of(owner.get(DEVICES).text)
    assert "Terhubung" in page
    assert "Token ditolak gateway" not in page


def test_held_messages_are_counted(dealer_a: Dealer, owner: Panel) -> None:
    line = connect(dealer_a)
    lead = make_lead(dealer_a)
    make_message(dealer_a, lead, "ada", direction="out", status="queued", device_id=line.device_id)

    assert "1 pesan tertahan" in owner.get(DEVICES).text


def test_a_test_message_arrives_and_belongs_to_no_lead(
    dealer_a: Dealer, owner: Panel, inbox: Inbox
) -> None:
    owner.post(DEVICES, label="0811-0000-0001", token=TOKEN)
    [device_id] = rows(dealer_a, select(Device.id).where(Device.tenant_id == dealer_a.tenant.id))

    response = owner.post(f"{DEVICES}/{device_id}/test", phone="0812 9000 1114")

    assert "Diterima gateway" in response.text
    [sent] = inbox("6281290001114")
    assert dealer_a.tenant.name in sent["message"]
    leads = select(Lead.id).where(Lead.tenant_id == dealer_a.tenant.id)
    assert rows(dealer_a, leads) == []


@pytest.mark.parametrize(
    ("reason", "told"),
    [("target invalid", "tidak bisa dikirimi"), ("token invalid", "Token ditolak")],
)
def test_a_refused_test_says_why(
    dealer_a: Dealer, owner: Panel, control: Control, reason: str, told: str
) -> None:
    line = connect(dealer_a, token=TOKEN)
    control(mode="refuse", reason=reason)

    response = owner.post(f"{DEVICES}/{line.device_id}/test", phone="0812 9000 1114")

    assert told in response.text


def test_new_addresses_are_shown_once(dealer_a: Dealer, owner: Panel) -> None:
    line = connect(dealer_a, token=TOKEN)

    response = owner.post(f"{DEVICES}/{line.device_id}/secret")

    found = re.search(r'id="webhook_secret" value="([^"]+)"', response.text)
    assert found
    assert found[1] != line.secret


def test_a_removed_device_is_gone_for_its_dealer_only(dealer_a: Dealer, dealer_b: Dealer) -> None:
    line = connect(dealer_a)

    assert panel_of(dealer_b, "owner").post(f"{DEVICES}/{line.device_id}/remove").status_code == 404
    response = panel_of(dealer_a, "owner").post(f"{DEVICES}/{line.device_id}/remove")

    assert response.location == f"{DEVICES}?said=device_removed"
    assert rows(dealer_a, select(Device.id).where(Device.tenant_id == dealer_a.tenant.id)) == []
