"""The owner's WhatsApp devices, and what their connection hook does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from autoleads.extensions import db, installed
from autoleads.models import Device, Message
from autoleads.services import devices
from autoleads.services.devices import DeviceChanges
from autoleads.services.encryption import Encryptor
from tests.support.factories import Dealer
from tests.support.fake_gateway import LABEL, Line, connect, data, device_of, rows, tenant_context

DEVICES = "/api/admin/devices"


def add(dealer: Dealer, **fields: Any) -> dict[str, Any]:
    response = dealer.owner.post(DEVICES, json={"label": LABEL, **fields})
    assert response.status_code == 201, response.text
    return data(response)


def change(dealer: Dealer, device_id: int, **fields: Any) -> dict[str, Any]:
    return data(dealer.owner.patch(f"{DEVICES}/{device_id}", json=fields))


def say(dealer: Dealer, address: str, text: str) -> int:
    path = address.removeprefix("http://hooks.autoleads.test")
    return (
        dealer.app.test_client()
        .post(path, json={"sender": "6281290001111", "message": text})
        .status_code
    )


def test_a_new_device_tells_the_addresses_of_its_hooks_once(dealer_a: Dealer) -> None:
    made = add(dealer_a, label="0811-0000-0001", phone="0811-9000-0009")

    secret = made["secret"]
    assert made["webhookUrl"] == f"http://hooks.autoleads.test/webhook/fonnte/{secret}"
    assert (made["statusUrl"], made["deviceUrl"]) == (
        f"{made['webhookUrl']}/status",
        f"{made['webhookUrl']}/device",
    )
    assert (made["label"], made["phone"], made["state"]) == (LABEL, "+6281190000009", "unknown")
    listed = dealer_a.owner.get(DEVICES)
    assert listed.headers["X-Total-Count"] == "1"
    assert secret not in listed.text + dealer_a.owner.get(f"{DEVICES}/{made['id']}").text
    assert secret not in str([vars(row) for row in rows(dealer_a, select(Device))])
    assert say(dealer_a, made["webhookUrl"], "halo") == 200


def test_token_is_stored_encrypted_and_never_shown(dealer_a: Dealer) -> None:
    line = connect(dealer_a, token="very-private-token")

    shown = dealer_a.owner.get(f"{DEVICES}/{line.device_id}")
    assert data(shown)["hasToken"] is True
    assert "very-private-token" not in shown.text
    sealed = device_of(line).token_encrypted
    assert sealed is not None
    assert "very-private-token" not in sealed
    assert installed(dealer_a.app, Encryptor).decrypt(sealed) == "very-private-token"
    assert change(dealer_a, line.device_id, token=None)["hasToken"] is False


def test_label_is_unique_within_a_tenant(dealer_a: Dealer) -> None:
    add(dealer_a)
    taken = dealer_a.owner.post(DEVICES, json={"label": "081100000001"})

    assert taken.status_code == 409
    assert taken.get_json()["error"]["code"] == "DUPLICATE_RESOURCE"


def test_label_that_another_tenant_claims_is_free_and_the_secret_finds_the_device(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    claimed = connect(dealer_b)
    line = connect(dealer_a)

    assert line.say("Halo")["status"] == "processed"
    assert claimed.say("Halo")["status"] == "processed"
    assert len(rows(dealer_a, select(Message))) == 1


def test_device_of_another_tenant_is_404(dealer_a: Dealer, dealer_b: Dealer) -> None:
    path = f"{DEVICES}/{add(dealer_a)['id']}"

    assert not data(dealer_b.owner.get(DEVICES))
    assert dealer_b.owner.get(path).status_code == 404
    assert dealer_b.owner.patch(path, json={"rotateSecret": True}).status_code == 404
    assert dealer_b.owner.delete(path).status_code == 404


@pytest.mark.parametrize("role", ["admin", "sales"])
def test_devices_are_the_owners(dealer_a: Dealer, role: str) -> None:
    colleague = getattr(dealer_a, role)

    assert colleague.get(DEVICES).status_code == 403
    assert colleague.post(DEVICES, json={"label": LABEL}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"label": "123"}, "label"),
        ({"label": "abc"}, "label"),
        ({"phone": "12"}, "phone"),
        ({"secret": "x"}, "secret"),
    ],
)
def test_a_wrong_field_is_named(dealer_a: Dealer, fields: dict[str, Any], field: str) -> None:
    response = dealer_a.owner.post(DEVICES, json={"label": LABEL, **fields})

    assert response.status_code == 422
    assert [detail["field"] for detail in response.get_json()["error"]["details"]] == [field]


def test_a_stale_edit_is_refused(dealer_a: Dealer) -> None:
    made = dealer_a.owner.post(DEVICES, json={"label": LABEL})
    path, stale = f"{DEVICES}/{data(made)['id']}", {"If-Match": made.headers["ETag"]}

    assert (
        dealer_a.owner.patch(path, json={"phone": "081190000009"}, headers=stale).status_code == 200
    )
    assert dealer_a.owner.patch(path, json={"phone": None}, headers=stale).status_code == 412


def test_two_secrets_work_at_a_time(dealer_a: Dealer) -> None:
    made = add(dealer_a)
    second = change(dealer_a, made["id"], rotateSecret=True)
    assert [say(dealer_a, d["webhookUrl"], f"a{n}") for n, d in enumerate((made, second))] == [
        200,
        200,
    ]

    third = change(dealer_a, made["id"], rotateSecret=True)
    addresses = [d["webhookUrl"] for d in (made, second, third)]
    assert [say(dealer_a, address, f"b{n}") for n, address in enumerate(addresses)] == [
        404,
        200,
        200,
    ]


def test_the_previous_secret_works_until_an_hour_after_the_new_one_was_used(
    dealer_a: Dealer,
) -> None:
    line = connect(dealer_a)
    new = change(dealer_a, line.device_id, rotateSecret=True)
    line.say("lewat yang lama")
    assert device_of(line).previous_valid_until is None

    say(dealer_a, new["webhookUrl"], "lewat yang baru")
    ends = device_of(line).previous_valid_until
    assert ends is not None
    assert timedelta(minutes=59) < ends - datetime.now(UTC) <= timedelta(hours=1)
    assert line.say("dua")["status"] == "processed"
    put(line, previous_valid_until=datetime.now(UTC))
    assert line.post(line.payload("tiga")).status_code == 404
    assert say(dealer_a, new["webhookUrl"], "empat") == 200


def test_removing_a_device_keeps_its_messages(dealer_a: Dealer) -> None:
    line = connect(dealer_a)
    line.say("halo")

    assert dealer_a.owner.delete(f"{DEVICES}/{line.device_id}").status_code == 204
    assert [message.device_id for message in rows(dealer_a, select(Message))] == [None]
    assert line.post(line.payload("lagi")).status_code == 404


# The connection


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def put(line: Line, **columns: Any) -> None:
    with tenant_context(line.dealer):
        db.session.execute(update(Device).where(Device.id == line.device_id).values(**columns))
        db.session.commit()


def report(line: Line, status: str, at: object = "", **fields: Any) -> str:
    event = {"device": line.label, "status": status, "timestamp": at, **fields}
    told: str = data(line.post(event, "/device"))["status"]
    return told


def state_of(line: Line) -> tuple[str, str | None]:
    device = device_of(line)
    return device.state, device.paused


def test_a_disconnect_pauses_and_a_connect_goes_on(line: Line) -> None:
    assert report(line, "disconnect", 1769001000, reason="logged out from phone") == "processed"
    assert state_of(line) == ("disconnected", "disconnected: logged out from phone")
    assert report(line, "disconnect", 1769001000, reason="logged out from phone") == "processed"
    assert report(line, "connect", "1769001300", device="081100000001") == "processed"
    assert state_of(line) == ("connected", None)


def test_an_event_older_than_the_last_one_is_ignored(line: Line) -> None:
    report(line, "connect", 1769001300)

    assert report(line, "disconnect", 1769001000) == "ignored"
    assert state_of(line) == ("connected", None)


@pytest.mark.parametrize("first", ["", "yesterday", 4_000_000_000])
def test_an_event_without_a_credible_time_counts_from_now(line: Line, first: object) -> None:
    report(line, "disconnect", first)
    assert state_of(line) == ("disconnected", "disconnected")

    assert report(line, "connect") == "processed"
    assert state_of(line) == ("connected", None)


def test_a_connect_ends_no_other_pause_but_a_new_token_does(line: Line) -> None:
    put(line, paused="quota_exhausted")
    report(line, "disconnect", 1769001000)
    report(line, "connect", 1769001300)
    assert state_of(line) == ("connected", "quota_exhausted")

    assert change(line.dealer, line.device_id, phone="081190000009")["paused"] == "quota_exhausted"
    with tenant_context(line.dealer):
        devices.update(line.dealer.tenant, line.device_id, DeviceChanges(token="new"))
        db.session.commit()
    assert state_of(line) == ("connected", None)


def test_a_connect_ends_the_pause_of_a_refused_send(line: Line) -> None:
    put(line, paused="disconnected")
    report(line, "connect", 1769001300)

    assert state_of(line) == ("connected", None)


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "nonsense", '{"status": "flying"}', '{"status": {}}']
)
def test_connection_webhook_returns_200_for_any_body(line: Line, body: str) -> None:
    assert data(line.post(body, "/device")) == {"status": "ignored"}


def test_an_event_of_another_device_is_ignored(line: Line, dealer_b: Dealer) -> None:
    other = connect(dealer_b, label="6281100000002")

    assert report(line, "disconnect", 1769001000, device=other.label) == "ignored"
    assert state_of(other) == state_of(line) == ("unknown", None)
