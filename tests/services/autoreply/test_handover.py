"""Leads handed over to a person: one line, then silence until one answers (rules 16 and 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import LeadEvent
from autoleads.services import leads
from autoleads.services.tenants import AutoReplySettings
from autoleads.text.chat import NoSale
from tests.services.autoreply.test_reply_policy import EVENING
from tests.support.chat import NOW, Chat, codes_in

REASONS = {
    "kecewa sama pelayanannya": NoSale.COMPLAINT,
    "BPKB belum saya terima": NoSale.AFTER_SALE,
    "bisa bicara sama sales?": NoSale.PERSON,
    "transfer ke mana?": NoSale.PAYMENT,
    "saya makelar, ada fee?": NoSale.BROKER,
    "lowongan kerja ada?": NoSale.JOB,
    "kami dari PT Maju menawarkan jasa iklan": NoSale.VENDOR,
    "anj*ng": NoSale.INSULT,
    "hapus data saya": NoSale.PRIVACY,
}


def events(chat: Chat) -> list[LeadEvent]:
    query = select(LeadEvent).where(
        LeadEvent.lead_id == chat.lead.id, LeadEvent.type == "needs_person"
    )
    return list(db.session.scalars(query.order_by(LeadEvent.id)))


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_message_for_a_person_gets_one_line_and_a_flag(
    chat: Chat, text: str, reason: NoSale
) -> None:
    chat.add_car("A01")
    reply = chat.ask(text)
    assert "\n" not in reply
    assert codes_in(reply) == []
    assert chat.lead.needs_person == reason
    assert [event.data for event in events(chat)] == [{"reason": reason.value}]


def test_after_the_handover_nothing_is_sent(chat: Chat) -> None:
    chat.add_car("A01")
    chat.ask("orangnya mana")
    assert chat.ask("#A01 masih ada?") == ""
    assert chat.ask("lokasi dimana?") == ""


def test_payment_names_no_account_and_warns(chat: Chat) -> None:
    assert "jangan transfer" in chat.ask("minta nomor rekening dong")


def test_handover_is_written_in_the_customers_language(chat: Chat) -> None:
    assert "automatic reply" in chat.ask("can i talk to someone?")


def test_handover_while_closed_says_when_somebody_answers(chat: Chat) -> None:
    chat.now = EVENING
    assert "buka lagi besok" in chat.ask("saya kecewa")


def test_number_is_told_beside_the_handover(chat: Chat) -> None:
    chat.configure(phone="+622155501234")
    assert "(021) 55501234" in chat.ask("mau bicara sama sales, minta nomor teleponnya")


@pytest.mark.parametrize("silenced", ["off", "person", "enough"])
def test_lead_is_flagged_where_no_auto_reply_is_sent(chat: Chat, silenced: str) -> None:
    if silenced == "off":
        chat.configure(auto_reply=AutoReplySettings(enabled=False))
    if silenced == "person":
        chat.reply(at=NOW - timedelta(minutes=1))
    if silenced == "enough":
        for _ in range(5):
            chat.ask("lokasi?")
    assert chat.ask("saya kecewa") == ""
    assert chat.lead.needs_person == NoSale.COMPLAINT


def test_what_was_answered_elsewhere_flags_nothing_again(chat: Chat) -> None:
    chat.reply(at=NOW - timedelta(minutes=5))
    chat.ask("saya kecewa")
    leads.mark_answered(chat.tenant, chat.lead, None, chat.now)
    chat.now += timedelta(minutes=1)
    chat.ask("ok")
    assert chat.lead.needs_person is None


def test_auto_replies_go_on_once_somebody_answered(chat: Chat) -> None:
    chat.ask("orangnya mana")
    leads.mark_answered(chat.tenant, chat.lead, None, chat.now)
    assert chat.lead.needs_person is None
    chat.now += timedelta(hours=13)
    assert "Jl. Merdeka 17" in chat.ask("lokasi dimana?")


def test_personal_data_stays_the_reason(chat: Chat) -> None:
    chat.ask("hapus data saya")
    chat.ask("anj*ng")
    assert chat.lead.needs_person == NoSale.PRIVACY


def test_opt_out_beside_a_complaint_is_confirmed_and_flagged(chat: Chat) -> None:
    assert "tidak akan mengirim" in chat.ask("saya kecewa, jangan hubungi saya lagi")
    assert chat.contact.opted_out_at is not None
    assert chat.lead.needs_person == NoSale.COMPLAINT


def test_own_number_is_never_handed_over(chat: Chat) -> None:
    own = Chat(chat.tenant, phone="+6281234567890")
    own.ask("saya kecewa")
    assert own.lead.needs_person is None


# The telephone number (rule 16)


def test_number_is_the_public_one(chat: Chat) -> None:
    chat.configure(phone="+622155501234", whatsapp_number="+6281234567890")
    assert "Telepon: (021) 55501234" in chat.ask("minta nomor telepon kantor")


def test_without_a_public_number_it_is_that_on_whatsapp(chat: Chat) -> None:
    chat.configure(phone=None, whatsapp_number="+6281234567890")
    assert "0812-3456-7890" in chat.ask("ada nomor yg bisa dihubungi?")
    chat.configure(whatsapp_number=None)
    chat.device.label = "6281311112223"
    db.session.flush()
    assert "0813-1111-2223" in chat.ask("call dimana?")


# Sellers, photos, time (rules 7 and 12)


def test_seller_is_promised_a_person_and_asks_for_no_car(chat: Chat) -> None:
    chat.add_car("A01", model="Xenia")
    reply = chat.ask("saya mau lepas xenia 2016, showroom nerima?")
    assert "tim kami akan menghubungi" in reply
    assert codes_in(reply) == []
    assert codes_in(chat.ask("manual km 90rb, pajak hidup")) == []
    assert chat.search_requests() == []


def test_refused_photos_are_not_sent(chat: Chat) -> None:
    chat.add_car("A01")
    chat.ask("#A01 masih ada?")
    message = chat.ask_for_message("berhenti kirim foto dulu ya")
    assert message is not None
    assert (message.text, message.media) == ("Baik Kak.", None)
    assert chat.contact.opted_out_at is None


def test_not_now_is_accepted_politely(chat: Chat) -> None:
    assert chat.ask("jangan telepon sekarang, lagi kerja") == "Baik Kak."
    assert chat.contact.opted_out_at is None
