"""Payloads seen in the field, posted to the message webhook."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.services import autoreply
from tests.support.factories import Dealer
from tests.support.fake_gateway import (
    CUSTOMER,
    LABEL,
    Line,
    connect,
    make_cars,
    queued_auto_replies,
    rows,
    tenant_context,
)
from tests.support.lead_api import LEADS, data

MINUTE = timedelta(minutes=1)


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)


def stored(line: Line) -> list[Message]:
    return rows(line.dealer, select(Message).order_by(Message.id))


def post(line: Line, body: bytes, **headers: str) -> tuple[int, Any]:
    response = line.dealer.app.test_client().post(
        f"/webhook/fonnte/{line.secret}", data=body, headers=headers
    )
    return response.status_code, response.get_json()


def auto_reply(line: Line, lead_id: int, now: datetime) -> str | None:
    with tenant_context(line.dealer):
        outcome = autoreply.send_auto_reply(line.dealer.tenant, lead_id, line.device_id, now=now)
        text = outcome.message.text if outcome.message else None
        db.session.commit()
        return text


@pytest.mark.parametrize("name", ["fromMe", "fromme", "from_me", "isFromMe"])
@pytest.mark.parametrize("value", [True, "true", 1])
def test_own_message_in_any_spelling_is_ignored(line: Line, name: str, value: Any) -> None:
    said = line.say("Siap kak, besok saya tunggu", **{name: value})

    assert said == {"status": "ignored", "reason": "own_message"}
    assert rows(line.dealer, select(Lead)) == []


def test_reply_from_the_phone_stops_the_clock_and_silences_auto_replies(line: Line) -> None:
    make_cars(line.dealer, "A01")
    lead_id = line.say("Halo, #A01 masih ada?", ago=MINUTE)["leadId"]
    replied_at = int((datetime.now(UTC) - MINUTE / 2).timestamp())
    own = {"sender": LABEL, "target": CUSTOMER, "fromMe": True, "timestamp": replied_at}
    noted = line.say("ini Rudi, unit ada", **own)
    assert (noted["status"], noted["leadId"]) == ("processed", lead_id)
    assert line.say("ini Rudi, unit ada", **own)["status"] == "duplicate"

    lead = data(line.dealer.owner.get(f"{LEADS}/{lead_id}"))
    assert (lead["waitingSince"], lead["status"]) == (None, "contacted")
    reply = data(line.dealer.owner.get(f"{LEADS}/{lead_id}/messages"))[-1]
    shown = {name: reply[name] for name in ("direction", "sender", "author", "origin", "status")}
    assert shown == {
        "direction": "out",
        "sender": "sales",
        "author": None,
        "origin": "phone",
        "status": "sent",
    }
    line.say("besok jam 10 bisa? nett brp?")
    assert auto_reply(line, lead_id, datetime.now(UTC) + MINUTE) is None


def test_own_message_to_an_unknown_number_opens_no_lead(line: Line) -> None:
    said = line.say("Halo Pak", sender=LABEL, target="6281299990000")

    assert (said["status"], said["reason"]) == ("ignored", "own_message")
    assert rows(line.dealer, select(Lead)) == []


@pytest.mark.parametrize("target", ["120363000000000001@g.us", "status@broadcast", LABEL, ""])
def test_own_message_to_no_customer_is_ignored(line: Line, target: str) -> None:
    assert line.say("Promo!", sender=LABEL, target=target)["reason"] == "own_message"


def test_our_own_sends_reported_as_own_messages_are_stored_once(line: Line) -> None:
    lead_id = line.say("Halo", ago=MINUTE)["leadId"]
    text = {"text": "Siap Kak, unitnya ada."}
    line.dealer.owner.post(f"{LEADS}/{lead_id}/messages", json=text)
    marked = f"{text['text']}\n\n> _Sent via fonnte.com_"
    said = line.say(marked, sender=LABEL, target=CUSTOMER, fromMe=True)

    assert said["reason"] == "own_message"
    assert len(stored(line)) == 2


@pytest.mark.parametrize("mark", ["", "\n\n> _Sent via fonnte.com_", "\u200b  ", "\n"])
def test_echo_of_an_auto_reply_gets_none_with_any_mark(line: Line, mark: str) -> None:
    make_cars(line.dealer, "A02")
    lead_id = line.say("#A02 masih ada?", ago=2 * MINUTE)["leadId"]
    now = datetime.now(UTC)
    text = auto_reply(line, lead_id, now - MINUTE)
    assert text is not None
    line.say(text.upper() + mark)

    assert auto_reply(line, lead_id, now + MINUTE) is None


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("26-11-2026 02:42:15", datetime(2026, 11, 25, 19, 42, 15, tzinfo=UTC)),
        ("2026-11-25T19:42:15Z", datetime(2026, 11, 25, 19, 42, 15, tzinfo=UTC)),
        (1764099735000, datetime(2025, 11, 25, 19, 42, 15, tzinfo=UTC)),
    ],
)
def test_times_in_any_form_are_the_gateways_time(line: Line, written: Any, at: datetime) -> None:
    line.say("harga brp?", timestamp=written)

    assert stored(line)[0].sent_at == at
    assert queued_auto_replies(line.dealer) == []


def test_time_in_the_future_is_replaced_by_ours(line: Line) -> None:
    line.say("harga brp?", ago=timedelta(days=-3))

    [message] = stored(line)
    assert message.sent_at is None
    assert len(queued_auto_replies(line.dealer)) == 1


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
        ("identity", lambda raw: raw),
    ],
)
def test_compressed_bodies_are_unpacked(line: Line, encoding: str, pack: Any) -> None:
    body = pack(json.dumps(line.payload("Halo #A01")).encode())
    status, _ = post(line, body, **{"Content-Encoding": encoding})

    assert status == 200
    assert [message.text for message in stored(line)] == ["Halo #A01"]


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", b"not gzip", 400),
        ("gzip", gzip.compress(b"{}" * 100, mtime=0)[:-20], 400),
        ("br", b"x", 415),
        ("gzip", gzip.compress(b" " * 300_000, mtime=0), 413),
        ("gzip", gzip.compress(b" " * 50_000_000, mtime=0), 413),
    ],
    ids=["malformed", "cut off", "unknown encoding", "too large", "bomb"],
)
def test_body_that_cannot_be_unpacked_is_no_200(
    line: Line, encoding: str, body: bytes, status: int
) -> None:
    assert post(line, body, **{"Content-Encoding": encoding})[0] == status


@pytest.mark.parametrize(
    "text",
    [
        "Halo &amp; harga &lt;200jt &#39;ok&#39;?",
        "Halo &amp;amp; harga &amp;lt;200jt &amp;#39;ok&amp;#39;?",
    ],
)
def test_html_entities_are_stored_as_characters(line: Line, text: str) -> None:
    line.say(text)

    assert stored(line)[0].text == "Halo & harga <200jt 'ok'?"


def test_text_that_only_looks_like_an_entity_stays(line: Line) -> None:
    line.say("mobil&notes R&D &copy x &amp")

    assert stored(line)[0].text == "mobil&notes R&D &copy x &amp"


def test_latin_1_bytes_keep_their_letters(line: Line) -> None:
    body = json.dumps(line.payload("Caf\xe9 #A01"), ensure_ascii=False).encode("latin-1")
    post(line, body)
    post(line, f"sender={CUSTOMER}&message=Caf%E9&timestamp=1".encode())

    assert [message.text for message in stored(line)] == ["Caf\xe9 #A01", "Caf\xe9"]


@pytest.mark.parametrize("sender", ["+62 813-1234-5678", "0813-1234-5678", "62813.1234.5678"])
def test_hyphenated_number_is_a_person(line: Line, sender: str) -> None:
    line.say("Halo", sender=sender)

    [lead] = rows(line.dealer, select(Lead))
    assert lead.contact.phone == "+6281312345678"


@pytest.mark.parametrize(
    "place",
    [
        {"degreesLatitude": -6.29, "degreesLongitude": 106.8, "name": "Rumah"},
        {"latitude": "-6.29", "longitude": "106.8"},
        {"lat": -6.29, "long": 106.8},
        {"LAT": -6.29, "Lng": 106.8},
        "-6.29, 106.8",
        "geo:-6.29,106.8?z=16",
        "https://maps.google.com/?q=-6.29,106.8",
        "https://www.google.com/maps/place/X/@-6.29,106.8,17z",
        json.dumps({"degreesLatitude": -6.29, "degreesLongitude": 106.8}),
    ],
)
def test_location_in_any_spelling(line: Line, place: Any) -> None:
    line.say("", location=place)

    [message] = stored(line)
    assert (message.kind, message.location) == ("location", {"lat": -6.29, "lng": 106.8})


@pytest.mark.parametrize("name", ["referral", "externalAdReply", "quoted", "product"])
def test_code_in_what_a_message_refers_to_attaches_the_car(line: Line, name: str) -> None:
    make_cars(line.dealer, "A01", "B12")
    reference = {"headline": "Avanza 2021 istimewa #A01.fb", "source_id": "120210"}
    line.say("Halo, saya tertarik", **{name: reference})

    [lead] = rows(line.dealer, select(Lead))
    assert lead.channel == "fb"
    assert stored(line)[0].codes == ["A01"]


def test_quoted_list_of_cars_attaches_none(line: Line) -> None:
    make_cars(line.dealer, "A01", "B12")
    line.say("yang mana kak?", quoted="#A01 dan #B12")

    assert stored(line)[0].codes == []


def test_vcard_is_shown_as_name_and_number(line: Line) -> None:
    phone = "TEL;type=CELL;waid=6281234567890:+62 812-3456-7890"
    line.say(f"BEGIN:VCARD\nVERSION:3.0\nFN:Budi Santoso\n{phone}\nEND:VCARD")

    assert stored(line)[0].text == "Budi Santoso, 0812-3456-7890"


@pytest.mark.parametrize(
    "event", [{"type": "reaction"}, {"type": "revoked"}, {"revoked": True}, {"isDeleted": "true"}]
)
def test_reactions_and_deletions_are_ignored(line: Line, event: dict[str, Any]) -> None:
    assert line.say("\U0001f44d", **event)["status"] == "ignored"
    assert stored(line) == []


def test_status_at_the_message_webhook_is_applied(line: Line) -> None:
    lead_id = line.say("Halo")["leadId"]
    path = f"{LEADS}/{lead_id}/messages"
    reply = data(line.dealer.owner.post(path, json={"text": "Siap"}), 201)["id"]
    with tenant_context(line.dealer):
        message = db.session.get_one(Message, (line.dealer.tenant.id, reply))
        message.status, message.gateway_id = "accepted", "123"
        db.session.commit()

    said = data(line.post({"device": LABEL, "id": [123], "Status": "Delivered"}))

    assert said["status"] == "processed"
    assert stored(line)[-1].status == "delivered"


def test_form_whose_submission_is_an_object_is_a_form(line: Line) -> None:
    line.say("", submission={"Nama": "Maya", "Tenor": "36 bulan"})

    [message] = stored(line)
    assert (message.kind, message.text) == ("form", "Nama: Maya\nTenor: 36 bulan")


def test_form_bodies_with_percent_encoded_text(line: Line) -> None:
    body = f"sender={CUSTOMER}&message={quote('Halo #A01')}&timestamp=1".encode()

    assert post(line, body)[0] == 200
    assert stored(line)[0].text == "Halo #A01"
