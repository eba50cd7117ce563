"""The gateway's hooks, as it calls them."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Contact, Lead, Message, Tenant
from config import Limits
from tests.conftest import MakeApp
from tests.support.factories import Dealer, make_dealer
from tests.support.fake_gateway import (
    CUSTOMER,
    Line,
    connect,
    data,
    device_of,
    make_cars,
    queued_auto_replies,
    rows,
    tenant_context,
)
from tests.support.fonnte_payloads import SAMPLES, raw

PARALLEL = 50


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def test_message_opens_a_lead_and_queues_an_auto_reply_at_any_host(line: Line) -> None:
    said = line.say("Halo, Avanza masih ada?", inboxid=90010001)

    [lead] = rows(line.dealer, select(Lead))
    [message] = rows(line.dealer, select(Message))
    assert said == {"status": "processed", "leadId": lead.id}
    assert (lead.source, lead.contact.phone, lead.contact.name) == (
        "whatsapp",
        "+6281290001111",
        "Budi",
    )
    assert (message.direction, message.sender, message.status, message.inbox_id) == (
        "in",
        "customer",
        "received",
        "90010001",
    )
    assert len(queued_auto_replies(line.dealer)) == 1


def test_every_sample_gets_its_documented_response(line: Line) -> None:
    for sample in SAMPLES:
        expected = sample["expect"]
        path = f"/webhook/fonnte/{line.secret}"
        response = line.dealer.app.test_client().post(
            path, data=raw(sample), content_type=sample["contentType"]
        )

        assert (data(response)["status"], data(response).get("reason")) == (
            expected["status"],
            expected.get("reason"),
        ), sample
        if expected["status"] == "processed":
            [stored] = rows(line.dealer, select(Message).order_by(Message.id.desc()).limit(1))
            assert (stored.kind, stored.codes) == (expected["kind"], expected.get("codes", [])), (
                sample
            )


def test_forms_are_read_like_json(line: Line) -> None:
    response = line.post(
        "device=6281100000001&sender=6281290001112&message=minat+%23A01&timestamp=1769000600"
    )

    assert data(response)["status"] == "processed"
    assert rows(line.dealer, select(Message))[0].codes == ["A01"]


def test_codes_attach_known_cars_in_order_set_the_channel_and_stay_on_the_message(
    line: Line,
) -> None:
    first, second = make_cars(line.dealer, "B12", "A01")
    line.say("#B12 atau #A01.IG? #Z99 juga")

    [lead] = rows(line.dealer, select(Lead))
    with tenant_context(line.dealer):
        db.session.add(lead)
        assert [asked.car_id for asked in lead.lead_cars] == [first.id, second.id]
    assert lead.channel == "ig"
    assert rows(line.dealer, select(Message))[0].codes == ["B12", "A01", "Z99"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("{}", "empty"),
        ("not json", "unparseable"),
        ("[1, 2]", "unparseable"),
        ("[" * 2000, "unparseable"),
        ('{"sender": "hello", "message": "hi"}', "unparseable"),
        ('{"sender": "120363000000000001@g.us", "message": "hi"}', "group"),
        ('{"sender": "status@broadcast", "message": "hi"}', "broadcast"),
        ('{"sender": "6281100000001", "message": "hi"}', "own_message"),
        ('{"sender": "081190000009", "message": "hi"}', "own_message"),
        (
            '{"device": "6289999999999", "sender": "6281290001111", "message": "hi"}',
            "device_mismatch",
        ),
        (
            '{"device": "not a number", "sender": "6281290001111", "message": "hi"}',
            "device_mismatch",
        ),
    ],
)
def test_payload_without_a_customer_message_is_ignored_with_a_reason(
    dealer_a: Dealer, body: str, reason: str
) -> None:
    line = connect(dealer_a, phone="+6281190000009")

    assert data(line.post(body)) == {"status": "ignored", "reason": reason}
    assert rows(dealer_a, select(Message)) == []


def test_payload_of_another_device_is_ignored(line: Line, dealer_b: Dealer) -> None:
    other = connect(dealer_b, label="6281100000002")

    assert data(line.post(other.payload())) == {"status": "ignored", "reason": "device_mismatch"}
    assert rows(dealer_b, select(Message)) == rows(line.dealer, select(Message)) == []


@pytest.mark.parametrize("device", ["081100000001", "+62 811-0000-0001", 6281100000001, "", None])
def test_the_device_may_be_named_in_any_form_or_not_at_all(line: Line, device: Any) -> None:
    assert line.say("halo", device=device)["status"] == "processed"


def test_a_tenant_that_is_suspended_stores_nothing_from_then_on(line: Line) -> None:
    assert line.say("halo")["status"] == "processed"
    with line.dealer.app.app_context(), platform_scope():
        db.session.execute(
            update(Tenant).where(Tenant.id == line.dealer.tenant.id).values(status="suspended")
        )
        db.session.commit()

    assert line.say("masih ada?") == {"status": "ignored", "reason": "tenant_inactive"}
    assert [message.text for message in rows(line.dealer, select(Message))] == ["halo"]


@pytest.mark.parametrize("path", ["", "/status", "/device"])
def test_webhook_of_a_tenant_that_moves_is_to_be_posted_again(line: Line, path: str) -> None:
    with line.dealer.app.app_context(), platform_scope():
        moving = {"status": "suspended", "settings": {"statusBeforeMove": "active"}}
        db.session.execute(update(Tenant).where(Tenant.id == line.dealer.tenant.id).values(moving))
        db.session.commit()

    response = line.post(line.payload(), path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert rows(line.dealer, select(Message)) == []


def test_a_wrong_secret_in_the_path_is_not_found(line: Line) -> None:
    assert line.post(line.payload(), secret="wrong").status_code == 404
    assert line.post("", "/status", secret="wrong").status_code == 404
    assert line.post("", "/device", secret="wrong").status_code == 404


@pytest.mark.parametrize(
    "field", ["secret", "secret_key", "secretkey", "secretKey", "webhook_secret", "token"]
)
def test_the_body_may_carry_the_secret(line: Line, field: str) -> None:
    client = line.dealer.app.test_client()

    right = client.post("/webhook/fonnte", json=line.payload() | {field: line.secret})
    wrong = client.post("/webhook/fonnte", json=line.payload() | {field: "wrong"})

    assert data(right)["status"] == "processed"
    assert wrong.status_code == 401
    assert client.post("/webhook/fonnte", json=line.payload()).status_code == 401
    assert client.post("/webhook/fonnte").status_code == 401


def test_the_path_decides_when_the_body_has_another_secret(line: Line, dealer_b: Dealer) -> None:
    other = connect(dealer_b, label="6281100000002")

    assert line.say("halo", secret="test-secret-not-real")["status"] == "processed"
    assert line.say("dua", secret=other.secret)["status"] == "processed"
    assert rows(dealer_b, select(Message)) == []


def test_a_body_over_256_kib_is_refused(line: Line) -> None:
    most = line.payload("x" * (256 * 1024 - 300))

    assert line.post(most).status_code == 200
    assert line.post(line.payload("x" * 256 * 1024)).status_code == 413


def test_messages_above_the_limit_are_stored_without_auto_reply(make_app: MakeApp) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(webhook="1/minute"))
    line = connect(make_dealer(app, "dealer-a"))
    line.say("satu", sender="6281290000001")
    line.say("dua", sender="6281290000002")

    assert len(rows(line.dealer, select(Message))) == 2
    assert len(queued_auto_replies(line.dealer)) == 1


def test_device_records_which_fields_its_payloads_have(line: Line) -> None:
    line.say("satu", inboxid=1, secret="anything")
    first = device_of(line)
    line.say("dua", inboxid=2, secret="anything")

    assert (first.saw_inbox_id, first.saw_timestamp, first.saw_secret) == (True, True, True)
    assert device_of(line).seen_at == first.seen_at
    line.say("tiga")
    assert device_of(line).saw_inbox_id is False
    assert device_of(line).version == first.version


def test_the_log_tells_reasons_but_no_numbers_texts_or_secrets(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("autoleads")
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, logger="autoleads"):
            line.post(line.payload("rahasia dagang", device="6289999999999"))
            line.post(line.payload("rahasia dagang", sender="120363000000000001@g.us"))
    finally:
        logger.removeHandler(caplog.handler)

    lines = [str(vars(record)) for record in caplog.records]
    assert any("quarantine" in entry and "device_mismatch" in entry for entry in lines)
    assert any("'group'" in entry for entry in lines)
    private = ("rahasia", CUSTOMER, "120363000000000001", line.secret)
    assert not [entry for entry in lines for word in private if word in entry]


@pytest.mark.parametrize(
    "failure", [OperationalError("select 1", {}, Exception("down")), KeyError("a bug of ours")]
)
def test_whatever_fails_on_our_side_asks_for_a_retry(
    line: Line, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr(db.session, "commit", fail)
    response = line.post(line.payload())

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    monkeypatch.undo()
    assert line.say("sekali lagi")["status"] == "processed"


def test_a_database_that_refuses_to_store_asks_for_a_retry_and_keeps_nothing(
    live_dealer: Dealer, owner_engine: Any
) -> None:
    line = connect(live_dealer)
    with owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE lead_events RENAME TO gone"))

    assert line.post(line.payload()).status_code == 503
    with owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO lead_events"))
    assert rows(live_dealer, select(Contact)) == rows(live_dealer, select(Message)) == []
    assert line.say("lagi")["status"] == "processed"


def test_fifty_first_messages_of_one_number_at_once_are_one_lead(live_dealer: Dealer) -> None:
    line = connect(live_dealer)
    make_cars(live_dealer, "A01")
    said = _at_once(
        [line.payload(f"#A01 pesan {n}", inboxid=n) for n in range(1, PARALLEL + 1)], line
    )

    assert {response["status"] for response in said} == {"processed"}
    assert len({response["leadId"] for response in said}) == 1
    assert len(rows(live_dealer, select(Contact))) == len(rows(live_dealer, select(Lead))) == 1
    assert len(rows(live_dealer, select(Message))) == PARALLEL
    assert len(queued_auto_replies(live_dealer)) == 1


@pytest.mark.parametrize("known_by", [{"inboxid": 7}, {}, {"timestamp": ""}])
def test_one_webhook_fifty_times_at_once_is_one_message(
    live_dealer: Dealer, known_by: dict[str, Any]
) -> None:
    line = connect(live_dealer)
    said = _at_once([line.payload("halo", **known_by)] * PARALLEL, line)

    assert sorted(response["status"] for response in said) == ["duplicate"] * (PARALLEL - 1) + [
        "processed"
    ]
    assert len({response["leadId"] for response in said}) == 1
    assert len(rows(live_dealer, select(Message))) == 1


def test_concurrent_messages_of_many_tenants_stay_apart(live_app: Flask) -> None:
    lines = [
        connect(make_dealer(live_app, f"dealer-{n}"), label=f"628110000000{n}") for n in (1, 2)
    ]
    payloads = [line.payload(f"pesan {n}") for n in range(10) for line in lines]
    _at_once(payloads, *lines)

    assert [len(rows(line.dealer, select(Message))) for line in lines] == [10, 10]
    assert [len(rows(line.dealer, select(Lead))) for line in lines] == [1, 1]


def _at_once(payloads: list[dict[str, Any]], *lines: Line) -> list[dict[str, Any]]:
    barrier = Barrier(len(payloads))

    def post(numbered: tuple[int, dict[str, Any]]) -> dict[str, Any]:
        number, payload = numbered
        barrier.wait(timeout=20)
        return data(lines[number % len(lines)].post(payload))

    with ThreadPoolExecutor(len(payloads)) as pool:
        return list(pool.map(post, enumerate(payloads)))
