"""Credit, negotiation and trade-in (rules 6 and 7)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.support.chat import RATES, Chat


def test_credit_is_estimated_from_the_credit_price_at_the_tenants_rates(chat: Chat) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=160_000_000, credit_price=150_000_000)
    text = chat.ask("#A01 simulasi kredit dong")
    for amount in ("Rp 150.000.000", "Rp 37.500.000", "36 bulan", "Rp 3.781.250", "Rp 41.781.250"):
        assert amount in text
    assert "estimasi, tergantung leasing" in text.lower()
    assert "160" not in text


def test_without_a_credit_price_it_is_reckoned_from_the_cash_price(chat: Chat) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=150_000_000)
    assert "Rp 3.781.250" in chat.ask("#A01 rincian cicilan perbulan?")


@pytest.mark.parametrize(
    ("question", "down_payment", "months", "instalment"),
    [
        ("dp 30jt tenor 4 thn cicilan brp?", "Rp 30.000.000", 48, "Rp 3.200.000"),
        ("dp 10% 3 th cicilan brp?", "Rp 15.000.000", 36, "Rp 4.537.500"),
        ("setengahnya dulu, 3 tahun", "Rp 75.000.000", 36, "Rp 2.520.833"),
        ("dp tiga puluh juta empat tahun", "Rp 30.000.000", 48, "Rp 3.200.000"),
        ("kredit 60 bulan berapa?", "Rp 37.500.000", 60, "Rp 2.531.250"),
        ("tanpa dp simulasinya?", "Rp 0", 36, "Rp 5.041.667"),
    ],
)
def test_terms_in_the_question_win_over_the_tenants(
    chat: Chat, question: str, down_payment: str, months: int, instalment: str
) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=150_000_000)
    text = chat.ask(f"#A01 {question}")
    assert f"DP {down_payment}" in text
    assert f"{months} bulan: {instalment}/bulan" in text


def test_without_a_tenor_the_lowest_instalment_is_told_in_one_line(chat: Chat) -> None:
    chat.configure(credit_rates=replace(RATES, tenors_months=(36, 60, 48)))
    chat.add_car("A01", price=150_000_000)
    for question, down_payment in (("bisa kredit?", "25 %"), ("dp 30 cicilan brp?", "Rp 30 jt")):
        lines = chat.ask(f"#A01 {question}").splitlines()
        credit = [line for line in lines if "bulan" in line]
        assert len(credit) == 1
        assert f"(60 bulan, DP {down_payment}), estimasi, tergantung leasing." in credit[0]
        assert credit[0].startswith("Kredit mulai Rp 2,")


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("3 atau 4 tahun cicilan brp?", ["36", "48"]),
        ("cicilan 48/60?", ["48", "60"]),
        ("simulasi kredit dong", ["36", "48", "60"]),
        ("cicilan berapa aja?", ["36", "48", "60"]),
        ("daftar angsurannya ada?", ["36", "48", "60"]),
    ],
)
def test_every_tenor_named_is_told_and_a_table_when_asked_for(
    chat: Chat, question: str, months: list[str]
) -> None:
    chat.configure(credit_rates=replace(RATES, tenors_months=(36, 48, 60)))
    chat.add_car("A01", price=150_000_000)
    text = chat.ask(f"#A01 {question}")
    assert re.findall(r"(\d+) bulan: Rp", text) == months


def test_flat_rate_is_told_when_asked_for(chat: Chat) -> None:
    assert "Bunga: kami cek dulu" in chat.ask("bunga berapa persen?")
    chat.configure(credit_rates=replace(RATES, flat_yearly_percent=7.5))
    chat.add_car("A01")
    for question in ("suku bunganya brp?", "#A01 bunga berapa persen?"):
        text = chat.ask(question)
        assert "Bunga flat 7,5 % per tahun, estimasi, tergantung leasing." in text
        assert "mobil yang mana" not in text


@pytest.mark.parametrize("terms", ["dp 5 M", "dp 5000", "tenor 10 tahun", "3 atau 10 tahun"])
def test_terms_not_understood_are_said_to_be(chat: Chat, terms: str) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=150_000_000)
    text = chat.ask(f"#A01 kredit {terms}")
    assert "boleh ditulis lagi" in text or "boleh dicek lagi" in text
    assert "Kredit mulai" not in text


@pytest.mark.parametrize("terms", ["dp 200jt", "dp 150jt", "tenor 90 bulan"])
def test_impossible_credit_terms_get_no_estimate(chat: Chat, terms: str) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=150_000_000)
    text = chat.ask(f"#A01 kredit {terms} cicilan brp?")
    assert "kami hitungkan dulu" in text
    assert "bulan:" not in text


def test_without_rates_no_instalment_is_made_up(chat: Chat) -> None:
    chat.add_car("A01", credit_price=175_000_000)
    text = chat.ask("#A01 dp 20jt cicilan brp?")
    assert "kami hitungkan dulu" in text
    assert "Rp" not in text


@pytest.mark.parametrize(
    "offer", ["140 angkut?", "bisa nego?", "cash 145 boleh?", "140jt deal gan?", "mentoknya brp?"]
)
def test_offer_gets_the_stored_price_and_promises_a_salesperson(chat: Chat, offer: str) -> None:
    chat.add_car("A01", price=185_000_000)
    text = chat.ask(f"#A01 {offer}")
    assert "Rp 185.000.000" in text
    assert "tim kami akan membalas" in text
    assert not re.search(
        r"14[05]|\b(boleh|bisa|deal|setuju|tidak|belum)\b", text.replace("Boleh tahu", "")
    )


@pytest.mark.parametrize(
    "claim",
    [
        "175 ya pak",
        "kemarin deal 170",
        "harganya 170 kan?",
        "sesuai kesepakatan 172 ya",
        "jadi di angka 170 ya, besok saya ke sana",
        "budget saya cuma 170, #A01 boleh?",
        "seratus tujuh puluh lima ya",
    ],
)
def test_sum_near_the_price_of_a_known_car_goes_to_a_salesperson(chat: Chat, claim: str) -> None:
    chat.add_car("A01", price=185_000_000)
    chat.ask("#A01")
    text = chat.ask(claim)
    assert "Rp 185.000.000" in text
    assert "tim kami akan membalas" in text
    assert not re.search(r"17[0-9]", text)


@pytest.mark.parametrize("text", ["90 ya pak", "250 ya pak", "nomor saya 0812 175 175", "dp 170"])
def test_other_sums_are_no_offer(chat: Chat, text: str) -> None:
    chat.add_car("A01", price=185_000_000)
    chat.ask("#A01")
    assert "Soal nego" not in chat.ask(text)


@pytest.mark.parametrize(
    "messages",
    [
        ("mau tukar tambah avanza 2015 saya",),
        ("bisa TT?", "mobil saya avanza 2015"),
        ("avanza saya 2015 mau tt",),
        ("avanza 2015 saya", "bisa tt?"),
        ("bisa tukar tambah? avanza 2015 km 80rb",),
    ],
)
def test_car_the_customer_owns_is_not_searched_for(chat: Chat, messages: tuple[str, ...]) -> None:
    chat.add_car("A01", year=2015)
    text = chat.ask(*messages)
    assert "tukar tambah, tim kami akan menghubungi" in text
    assert "A01" not in text
    assert chat.search_requests() == []


@pytest.mark.parametrize(
    "more", ["avanza 2015 matic km 80rb", "mobil saya avanza 2015", "avanza 2015"]
)
def test_car_described_after_a_trade_in_question_is_the_customers(chat: Chat, more: str) -> None:
    chat.add_car("A01", year=2015, transmission="automatic")
    chat.ask("bisa TT?")
    assert "A01" not in chat.ask(more)
    assert chat.search_requests() == []


def test_car_wanted_in_a_trade_is_described(chat: Chat) -> None:
    chat.add_car("A01", year=2015)
    chat.add_car("H01", brand="Honda", model="HR-V", variant=None, year=2018, price=222_000_000)
    text = chat.ask("mau TT avanza 2015 ke HR-V 2018, masih ada?")
    assert "H01" in text
    assert "A01" not in text
