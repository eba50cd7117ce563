"""Incoming messages that are one, and the order in which a conversation is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from autoleads.models import Contact, Lead, Message
from tests.support.fake_gateway import CUSTOMER, Line, rows
from tests.support.lead_api import data
from tests.support.receiving import MINUTE, NOW

OTHER = "6281290002222"


def texts(line: Line) -> list[str]:
    return [message.text for message in rows(line.dealer, select(Message).order_by(Message.id))]


def test_inbox_id_of_another_sender_is_another_message(line: Line) -> None:
    first = line.say("Halo #A01", inboxid=4711, ago=timedelta(hours=1))
    second = line.say("#A07 masih ada? saya mau cash", inboxid=4711, sender=OTHER)

    assert (first["status"], second["status"]) == ("processed", "processed")
    assert first["leadId"] != second["leadId"]


def test_other_text_under_the_same_inbox_id_is_kept_as_an_edit(line: Line) -> None:
    line.say("harga brp", inboxid=4711, ago=MINUTE)
    line.say("harga Avanza brp?", inboxid=4711)

    stored = rows(line.dealer, select(Message).order_by(Message.id))
    assert [(message.text, message.edited) for message in stored] == [
        ("harga brp", False),
        ("harga Avanza brp?", True),
    ]
    assert line.say("harga Avanza brp?", inboxid=4711, ago=MINUTE)["status"] == "duplicate"


@pytest.mark.parametrize("word", ["null", "undefined", "None", "0", "", "NaN"])
def test_words_for_nothing_are_no_inbox_id(line: Line, word: str) -> None:
    line.say("Halo", inboxid=word, ago=5 * MINUTE)

    assert line.say("Halo", inboxid=word)["status"] == "processed"


def test_two_voice_notes_without_a_file_in_one_second_are_two(line: Line) -> None:
    note = {"extension": "ogg", "timestamp": int(NOW.timestamp())}

    first = line.say("", inboxid=1, **note)
    second = line.say("", inboxid=2, **note)

    assert (first["status"], second["status"]) == ("processed", "processed")
    assert line.say("", inboxid=2, **note)["status"] == "duplicate"


def test_messages_are_listed_by_the_gateways_time(line: Line) -> None:
    line.say("harganya berapa?", ago=MINUTE)
    lead_id = line.say("Halo #A01", ago=3 * MINUTE)["leadId"]
    line.say("besok bisa?", ago=2 * MINUTE)
    path = f"/api/admin/leads/{lead_id}/messages"

    def page(query: str) -> list[Any]:
        listed: list[Any] = data(line.dealer.owner.get(f"{path}?{query}"))
        return listed

    shown = page("limit=2")
    assert [message["text"] for message in shown] == ["besok bisa?", "harganya berapa?"]
    earlier = page(f"limit=2&before={shown[0]['id']}")
    assert [message["text"] for message in earlier] == ["Halo #A01"]


def test_stop_in_a_web_enquiry_opts_nobody_out(line: Line) -> None:
    line.say("Halo, Avanza masih ada?")
    enquiry = {"name": "Iseng", "phone": f"+{CUSTOMER}", "message": "STOP"}
    assert line.dealer.public.post("/api/leads", json=enquiry).status_code == 201
    lead_id = line.say("harganya berapa?")["leadId"]

    shown = data(line.dealer.owner.get(f"/api/admin/leads/{lead_id}/messages"))

    assert [message["origin"] for message in shown] == ["whatsapp", "web", "whatsapp"]
    assert rows(line.dealer, select(Contact.opted_out_at)) == [None]


def test_two_equal_enquiries_within_a_minute_are_one(line: Line) -> None:
    enquiry = {"name": "Sari", "phone": "081290003333", "message": "Masih ada?"}
    first = data(line.dealer.public.post("/api/leads", json=enquiry), 201)

    assert data(line.dealer.public.post("/api/leads", json=enquiry), 201) == first
    line.dealer.public.post("/api/leads", json={**enquiry, "message": "Bisa kredit?"})
    assert texts(line) == ["Masih ada?", "Bisa kredit?"]
    assert rows(line.dealer, select(func.count()).select_from(Lead)) == [1]
