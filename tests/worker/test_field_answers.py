"""Messages from the field get the reply that the dealer would sign."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from autoleads.models import Car, LeadCar, SearchRequest
from tests.support.chat import codes_in
from tests.support.deliveries import Deliveries
from tests.support.fake_gateway import rows
from tests.support.talks import Talk, open_demo_shop

CHECK = "kami cek dulu"
PRICE_PROMISE = "Soal nego, tim kami akan membalas"
LOWEST_INSTALMENT = re.compile(r"Kredit mulai Rp ([0-9,]+) jt/bln")
NewTalk = Callable[[], Talk]


@pytest.fixture
def talk(deliveries: Deliveries) -> NewTalk:
    """Return a function that begins the talk of a new customer with the demo's first dealer."""
    open_demo_shop(deliveries.dealer)
    return lambda: Talk(deliveries)


def asked_cars(talk: Talk) -> list[str]:
    """Return the codes of the cars that a lead asks about."""
    query = (
        select(Car.display_code)
        .join(LeadCar, LeadCar.car_id == Car.id)
        .where(LeadCar.lead_id == talk.lead_id)
    )
    return rows(talk.deliveries.dealer, query)


def test_a_code_needs_no_sign(talk: NewTalk) -> None:
    for text in ("A01 masih kak?", "detail unit A01 dong", "unit a-01 ready?"):
        customer = talk()
        assert codes_in(customer.say(text)) == ["A01"]
        assert asked_cars(customer) == ["A01"]


def test_what_only_looks_like_a_code_is_none(talk: NewTalk) -> None:
    for text in ("C200 masih ada?", "A20 jt bisa?", "A40 masih ada?", "B77 masih ada?"):
        customer = talk()
        customer.say(text)
        assert asked_cars(customer) in ([], ["A39"])


def test_a_question_nobody_planned_for_is_checked(talk: NewTalk) -> None:
    for question in (
        "ongkos kirim ke Surabaya berapa?",
        "bisa bayar pakai kartu kredit?",
        "odometernya asli apa pernah diputar?",
    ):
        reply = talk().say(f"#A01 {question}")
        assert CHECK in reply
        assert "bulan:" not in reply
    assert "42.000 km" in reply


def test_the_first_words_of_an_advertisement_get_the_question_which_car(talk: NewTalk) -> None:
    for text in (
        "Halo! Bisakah saya mendapatkan info selengkapnya tentang ini?",
        "hi, can I get more info on this?",
        "saya lihat dari iklan fb, masih ada?",
        "sore pak, iklan di OLX masih? lagi cari mobil buat dipakai sendiri",
    ):
        reply = talk().say(text)
        assert any(asked in reply for asked in ("mobil yang mana", "Which car"))
        assert len(codes_in(reply)) <= 3
        assert "cocok" not in reply


def test_a_search_without_a_wish_is_asked_for_one(talk: NewTalk) -> None:
    for text in ("lagi nyari mobil nih kak", "mau beli mobil kak", "butuh mobil"):
        reply = talk().say(text)
        assert "budget berapa" in reply
        assert codes_in(reply) == []


def test_a_list_is_of_what_fits_or_of_the_newest(talk: NewTalk) -> None:
    reply = talk().say("mobil 7 seater matic diesel apa aja?")
    assert sorted(codes_in(reply)) == ["A03", "A06", "A29"]
    for text in ("boleh kirim daftar mobilnya?", "stok apa aja kak", "ready unit apa aja?"):
        reply = talk().say(text)
        assert "Saat ini ada 35 unit" in reply
        assert len(codes_in(reply)) == 3


def test_every_wish_holds_or_is_marked_as_near(talk: NewTalk) -> None:
    reply = talk().say("#A01 ada yang matic gak?")
    assert codes_in(reply) == ["A01", "A02"]
    assert "manual" in reply
    nothing, near = talk().say("pajero 4x4 ada?").split("Yang mendekati")
    assert "belum ada" in nothing
    assert codes_in(near) == ["A29"]
    reply = talk().say("yang genap matic di bawah 200 ada?")
    assert codes_in(reply)
    assert "ganjil" not in reply
    assert "mendekati" in talk().say("cari suv yang bandel budget 250")


def test_a_talk_narrows_what_is_wanted(talk: NewTalk) -> None:
    customer = talk()
    assert sorted(codes_in(customer.say("cari brio matic"))) == ["A13", "A14"]
    assert codes_in(customer.say("budget 150")) == ["A14"]
    nothing, near = customer.say("yang kuning ada?").split("Yang mendekati")
    assert "Brio matic kuning" in nothing
    assert "A13" in codes_in(near)


def test_a_car_is_named_by_its_place_in_the_list(talk: NewTalk) -> None:
    customer = talk()
    shown = codes_in(customer.say("ada suv apa aja?"))
    assert len(shown) == 3
    assert codes_in(customer.say("yang kedua km berapa?")) == shown[1:2]
    assert codes_in(customer.say("kalau yang terakhir, harganya?")) == shown[1:2]


def test_who_sells_is_promised_a_person(talk: NewTalk) -> None:
    for text in (
        "saya mau lepas xenia 2016, showroom nerima?",
        "titip jual avanza 2015 bisa kak?",
        "mo jual brio 2018 matic, minat bos?",
    ):
        customer = talk()
        reply = customer.say(text)
        assert "tim kami akan menghubungi" in reply
        assert codes_in(reply) == []
        assert asked_cars(customer) == []
        requests = select(SearchRequest).where(SearchRequest.lead_id == customer.lead_id)
        assert rows(customer.deliveries.dealer, requests) == []


def test_stop_counts_by_meaning(talk: NewTalk) -> None:
    customer = talk()
    customer.say("#A01 masih ada?")
    assert customer.say("berhenti kirim foto dulu ya") == "Baik Kak."
    assert customer.lead.contact.opted_out_at is None
    assert "tidak akan mengirim" in customer.say("gak mau dikontak lagi")
    assert customer.lead.contact.opted_out_at is not None


def test_people_telephones_and_erasure_are_asked_for(talk: NewTalk) -> None:
    assert "(021) 5550101" in talk().say("boleh minta nomor telepon kantornya?")
    for text, reason in (
        ("Tolong hapus data saya", "privacy"),
        ("orangnya mana", "person"),
        ("ini robot ya?", "person"),
    ):
        customer = talk()
        assert customer.say(text)
        assert customer.lead.needs_person == reason
        assert customer.say("#A01 masih ada?") == ""


def prices_in(reply: str) -> list[float]:
    """Return the cash prices of the cars that a reply lists, in millions."""
    return [int(price.replace(".", "")) / 1e6 for price in re.findall(r"· Rp ([0-9.]+)", reply)]


def test_budgets_and_instalments_are_bounds(talk: NewTalk) -> None:
    for text, bound in (
        ("DP 15jt cicilan 3jt per bulan dapat mobil apa kak?", 3),
        ("sanggup dua setengah juta sebulan, ada mobil apa?", 2.5),
        ("cari mobil angsuran max 2,2 jt dp 30", 2.2),
    ):
        reply = talk().say(text)
        told = LOWEST_INSTALMENT.findall(reply)
        assert len(told) == len(codes_in(reply)) == 3
        assert all(float(amount.replace(",", ".")) <= bound for amount in told)
    reply = talk().say("cicilan 1 juta dp 5 dapat mobil apa?")
    assert reply.index("belum ada yang cocok") < reply.index("Yang mendekati")

    for text, budget in (
        ("sekitar 220 juta ada SUV apa?", 220),
        ("Rp. 185.000.000,- dapat mobil apa", 185),
        ("mobil di bawah dua ratus juta ada apa aja", 200),
    ):
        prices = prices_in(talk().say(text))
        assert len(prices) == 3
        assert max(prices) <= budget


def test_a_claim_of_an_agreed_price_goes_to_a_person(talk: NewTalk) -> None:
    for text in (
        "#A01 jadi di angka 170 ya pak, besok jam 10 saya ke sana",
        "#A01 ketemu tengah 178,5 ya pak, tanda jadi saya kirim sore ini",
        "A01 sesuai kesepakatan kemarin 172 ya kak",
        "#A01 kita fix seratus tujuh puluh lima ya",
        "we agreed on 170 million for the #A01",
    ):
        reply = talk().say(text)
        assert "Rp 185.000.000" in reply
        assert PRICE_PROMISE in reply or "our team will answer you personally" in reply
        assert "bulan" not in reply
        assert not re.search(r"17[0-9]", reply)
    assert "Waktunya dikonfirmasi" in talk().say("#A01 fix 170, besok saya ke sana")

    customer = talk()
    customer.say("#A01 masih ada?")
    assert PRICE_PROMISE in customer.say("175 ya pak")
