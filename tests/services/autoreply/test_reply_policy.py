"""The reply policy: auto-replies are sent or held back (rules 12 and 14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Device, LeadEvent, OutboxItem
from autoleads.services.tenants import AutoReplySettings
from tests.support.chat import HOURS, NOW, Chat

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


# What an answer is


def test_auto_reply_is_queued_and_quotes_the_message(chat: Chat) -> None:
    chat.write("halo", inbox_id="17")
    chat.write("lokasi?", inbox_id="18")
    message = chat.auto_reply().message
    assert message is not None
    assert (message.direction, message.sender, message.status, message.kind) == (
        "out",
        "bot",
        "queued",
        "text",
    )
    assert (message.device_id, message.reply_to, message.created_at) == (chat.device.id, "18", NOW)
    [item] = db.session.scalars(select(OutboxItem).where(OutboxItem.lead_id == chat.lead.id))
    assert (item.kind, item.message_id, item.device_id) == ("delivery", message.id, chat.device.id)


def test_auto_reply_does_not_stop_the_response_clock(chat: Chat) -> None:
    chat.lead.waiting_since = NOW - MINUTE
    chat.ask("lokasi?")
    assert chat.lead.waiting_since == NOW - MINUTE
    assert (chat.lead.first_response_at, chat.lead.answered_at) == (None, None)
    assert chat.lead.last_message_at == NOW


def test_message_is_auto_replied_to_once(chat: Chat) -> None:
    chat.ask("lokasi?")
    assert chat.auto_reply().message is None
    assert chat.count_queued() == 1


def test_no_auto_reply_while_they_are_disabled(chat: Chat) -> None:
    chat.configure(auto_reply=AutoReplySettings(enabled=False))
    assert chat.ask("lokasi?") == ""


# Rhythm


def test_first_message_is_auto_replied_to_at_once(chat: Chat) -> None:
    chat.write("lokasi?")
    assert chat.auto_reply().message is not None


def test_messages_within_twenty_seconds_get_one_auto_reply(chat: Chat) -> None:
    chat.add_car("A01", km=45_123)
    chat.write("#A01")
    assert chat.auto_reply().message is not None
    chat.write("km brp?", at=NOW + 3 * SECOND)
    early = chat.auto_reply(NOW + 4 * SECOND)
    assert (early.message, early.not_before) == (None, NOW + 20 * SECOND)
    chat.write("lokasi?", at=NOW + 12 * SECOND)
    gathered = chat.auto_reply(NOW + 20 * SECOND).message
    assert gathered is not None
    assert "45.123 km" in gathered.text
    assert "Jl. Merdeka 17" in gathered.text
    assert chat.count_queued() == 2


def test_nothing_is_awaited_when_nothing_waits(chat: Chat) -> None:
    chat.write("lokasi?")
    chat.auto_reply()
    later = chat.auto_reply(NOW + SECOND)
    assert (later.message, later.not_before) == (None, None)


def test_at_most_five_auto_replies_a_day(chat: Chat) -> None:
    answers = [chat.ask("lokasi?") for _ in range(8)]
    assert [bool(answer) for answer in answers] == [True] * 5 + [False] * 3
    chat.now = NOW + 24 * HOUR + MINUTE
    assert chat.ask("lokasi?")


@pytest.mark.parametrize(("age", "answered"), [(29 * MINUTE, True), (31 * MINUTE, False)])
def test_message_older_than_half_an_hour_gets_no_auto_reply(
    chat: Chat, age: timedelta, answered: bool
) -> None:
    chat.write("lokasi?", sent_at=NOW - age)
    assert bool(chat.auto_reply().message) is answered
    other = Chat(chat.tenant)
    other.write("lokasi?", at=NOW - age)
    assert bool(other.auto_reply().message) is answered


def test_old_message_is_left_out_of_the_auto_reply_to_a_new_one(chat: Chat) -> None:
    chat.write("lokasi?", at=NOW - 2 * HOUR)
    chat.write("buka jam berapa?")
    message = chat.auto_reply().message
    assert message is not None
    assert "Jl. Merdeka" not in message.text
    assert "09.00" in message.text


# People first


@pytest.mark.parametrize(("silence", "answered"), [(11 * HOUR, False), (13 * HOUR, True)])
def test_no_auto_reply_for_twelve_hours_after_a_reply(
    chat: Chat, silence: timedelta, answered: bool
) -> None:
    chat.write("lokasi?", at=NOW - silence - MINUTE)
    chat.reply(at=NOW - silence)
    assert bool(chat.ask("lokasi?")) is answered


def test_message_with_a_reply_gets_no_auto_reply(chat: Chat) -> None:
    chat.write("lokasi?")
    chat.reply()
    assert chat.auto_reply().message is None


# Own numbers and own words


def test_own_numbers_get_no_auto_reply(chat: Chat) -> None:
    assert Chat(chat.tenant, phone="+6281234567890").ask("lokasi?") == ""  # the public number
    db.session.add(
        Device(
            tenant_id=chat.tenant.id, label="6281111111111", phone="+6282222222222", secret_hash="x"
        )
    )
    db.session.flush()
    assert Chat(chat.tenant, phone="+6281111111111").ask("lokasi?") == ""
    assert Chat(chat.tenant, phone="+6282222222222").ask("lokasi?") == ""


def test_echo_of_an_auto_reply_gets_none(chat: Chat) -> None:
    text = chat.ask("lokasi?")
    assert chat.ask(text) == ""
    assert chat.ask(f"{text}\n") == ""


def test_a_loop_of_two_bots_ends(chat: Chat) -> None:
    chat.add_car("A01")
    other = Chat(chat.tenant)
    said, answers = "#A01 masih ada? lokasi?", 0
    for _ in range(30):
        for bot in (chat, other):
            said = bot.ask(said)
            answers += bool(said)
            if not said:
                break
        if not said:
            break
    assert said == ""
    assert answers <= 10


# ResponseModel of hours

EVENING = NOW.replace(hour=13)  # 20:00 in Jakarta


def test_away_text_is_added_once_an_evening(chat: Chat) -> None:
    chat.configure(auto_reply=AutoReplySettings(away_text="Kami istirahat dulu."))
    chat.now = EVENING
    first, second = chat.ask("lokasi?"), chat.ask("lokasi?")
    assert first.endswith("\n\nKami istirahat dulu.")
    assert "Jl. Merdeka 17" in first
    assert "istirahat" not in second
    chat.now = NOW + 24 * HOUR
    assert "istirahat" not in chat.ask("lokasi?")
    chat.now = EVENING + 24 * HOUR
    assert "istirahat" in chat.ask("lokasi?")


def test_default_away_text_names_the_next_opening(chat: Chat) -> None:
    chat.now = EVENING
    assert "buka lagi besok pukul 09.00" in chat.ask("lokasi?")


def test_in_hours_there_is_no_away_text(chat: Chat) -> None:
    assert "tutup" not in chat.ask("lokasi?")


def test_tenant_without_hours_is_never_away(chat: Chat) -> None:
    chat.configure(business_hours={})
    chat.now = EVENING
    assert "tutup" not in chat.ask("lokasi?")


def test_a_whole_day_off_is_out_of_hours(chat: Chat) -> None:
    chat.configure(business_hours=HOURS | {"mon": None})
    assert "buka lagi besok pukul 09.00" in chat.ask("#Z99")


def test_before_opening_it_is_still_the_same_evening(chat: Chat) -> None:
    chat.now = EVENING
    assert "tutup" in chat.ask("#Z99")
    chat.now = EVENING + 12 * HOUR  # 08:00 the next day
    assert "tutup" not in chat.ask("#Z99")


# Stop


@pytest.mark.parametrize("text", ["stop", "berhenti", "jangan chat lagi", "salah sambung kak"])
def test_stop_is_confirmed_once_and_then_there_is_silence(chat: Chat, text: str) -> None:
    chat.add_car("A01")
    assert "tidak akan mengirim pesan otomatis" in chat.ask("#A01 masih ada?", text)
    assert chat.contact.opted_out_at is not None
    assert chat.ask("lokasi?") == ""
    assert chat.ask(text) == ""


def test_stop_stands_in_the_timeline(chat: Chat) -> None:
    chat.ask("stop")
    events = db.session.scalars(
        select(LeadEvent.type).where(LeadEvent.lead_id == chat.lead.id).order_by(LeadEvent.id)
    )
    assert list(events) == ["opened", "opted_out"]


def test_stop_again_after_it_was_lifted_by_the_same_word_is_not_confirmed_again(chat: Chat) -> None:
    chat.ask("stop")
    chat.contact.opted_out_at = None
    assert chat.ask("stop") == ""
    assert chat.contact.opted_out_at is not None


def test_question_after_stop_gets_an_auto_reply(chat: Chat) -> None:
    assert "Jl. Merdeka 17" in chat.ask("stop", "eh maaf, lokasi dimana?")
    assert chat.contact.opted_out_at is None


@pytest.mark.parametrize("text", ["lampu stop nyala?", "mesin start stop ga kak?"])
def test_stop_inside_a_question_is_a_question(chat: Chat, text: str) -> None:
    chat.add_car("A01")
    chat.ask("#A01")
    chat.ask(text)
    assert chat.contact.opted_out_at is None


@pytest.mark.parametrize("silenced", ["off", "person", "old"])
def test_stop_is_applied_where_auto_replies_are_not_allowed(chat: Chat, silenced: str) -> None:
    if silenced == "off":
        chat.configure(auto_reply=AutoReplySettings(enabled=False))
    if silenced == "person":
        chat.reply()
    chat.write("stop", at=NOW - HOUR if silenced == "old" else NOW)
    chat.auto_reply()
    assert chat.contact.opted_out_at is not None


def test_stop_is_confirmed_in_the_language_it_came_in(chat: Chat) -> None:
    assert chat.ask("please stop messaging me").startswith("All right")


def test_web_enquiry_is_read_neither_as_stop_nor_as_a_question(chat: Chat) -> None:
    chat.write("STOP", origin="web")
    assert chat.auto_reply().message is None
    assert chat.contact.opted_out_at is None

    chat.write("#Z99 masih ada?", origin="web")
    assert "Z99" not in chat.ask("lokasi dimana?")
    assert chat.contact.opted_out_at is None
