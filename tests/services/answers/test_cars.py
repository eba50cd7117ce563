"""Which car is spoken of, and that each fact is that car's own (rules 1 to 5)."""

from __future__ import annotations

from datetime import date

import pytest

from autoleads.extensions import db
from tests.factories import Dealer
from tests.gateway import at_work
from tests.services.answers.conftest import Chat, add_car


def blocks(text: str) -> dict[str, str]:
    """What is said of each car, by its code."""
    return {part.split("(#")[1][:3]: part for part in text.split("\n\n") if "(#" in part}


# 1. Which car


def test_a_code_names_the_car(chat: Chat) -> None:
    chat.car("A01", price=111_000_000)
    chat.car("A02", price=222_000_000)
    text = chat.ask("#A02 harga brp?")
    assert "Rp 222.000.000" in text
    assert "111" not in text


def test_words_name_the_car_by_model_year_variant_and_colour(chat: Chat) -> None:
    chat.car("A01", year=2019, variant="E", color="Hitam", price=111_000_000)
    chat.car("A02", year=2021, variant="G", color="Putih", price=222_000_000)
    for question in ("avanza 2021 brp?", "avanza g harga?", "avanza putih brp?"):
        assert list(blocks(Chat(chat.tenant).ask(question))) == ["A02"]


def test_two_cars_of_one_model_are_told_apart_fact_by_fact(chat: Chat) -> None:
    chat.car("A01", price=111_000_000, km=11_111, tax_due_on=date(2027, 1, 5))
    chat.car("A02", price=222_000_000, km=22_222, tax_due_on=date(2027, 8, 5))
    told = blocks(chat.ask("avanza harga brp, km brp, pajak bulan apa?"))
    assert "111.000.000" in told["A01"]
    assert "11.111" in told["A01"]
    assert "Januari 2027" in told["A01"]
    assert not any(fact in told["A01"] for fact in ("222.000.000", "22.222", "Agustus"))
    assert "222.000.000" in told["A02"]
    assert "22.222" in told["A02"]
    assert "Agustus 2027" in told["A02"]
    assert not any(fact in told["A02"] for fact in ("111.000.000", "11.111", "Januari"))


def test_without_a_name_it_is_the_car_last_asked_about(chat: Chat) -> None:
    chat.car("A01", price=111_000_000)
    chat.car("B01", brand="Honda", model="Brio", variant="RS", price=222_000_000)
    chat.ask("#A01")
    assert "Rp 111.000.000" in chat.ask("harganya brp?")
    chat.ask("brio ada?")
    assert list(blocks(chat.ask("harganya brp?"))) == ["B01"]


def test_a_trait_picks_among_the_model_last_asked_about(chat: Chat) -> None:
    chat.car("A01", transmission="manual")
    chat.car("A02", transmission="automatic")
    chat.car("B01", brand="Honda", model="Brio", transmission="automatic")
    chat.ask("#A01")
    assert list(blocks(chat.ask("yg matic ada?"))) == ["A02"]


def test_a_question_about_a_trait_is_about_the_car_last_asked_about(chat: Chat) -> None:
    chat.car("A01", transmission="manual")
    chat.car("A02", transmission="automatic")
    chat.ask("#A01")
    text = chat.ask("matic?")
    assert "Transmisi: manual" in text
    assert "A02" not in text


def test_no_car_known_asks_which_one_of_three_at_most(chat: Chat) -> None:
    for number in range(1, 6):
        chat.car(f"A0{number}", tax_due_on=date(2027, number, 1))
    text = chat.ask("pajak bulan apa?")
    assert "mobil yang mana" in text
    assert len(blocks(text)) == 3
    assert "Pajak" not in text


def test_no_car_known_and_an_empty_stock_promises_a_person(chat: Chat) -> None:
    text = chat.ask("harga brp?")
    assert "Tim kami" in text
    assert "Rp" not in text


def test_the_buyers_next_lead_does_not_inherit_another_buyers_car(chat: Chat) -> None:
    chat.car("A01", price=111_000_000)
    chat.car("B01", brand="Honda", model="Brio")
    chat.ask("#A01")
    assert "mobil yang mana" in Chat(chat.tenant).ask("harganya brp?")


def test_the_one_car_that_words_point_out_joins_the_lead(chat: Chat) -> None:
    car = chat.car("A01")
    chat.car("B01", brand="Honda", model="Brio")
    chat.ask("avanza masih ada?")
    assert [asked.car_id for asked in chat.lead.asked] == [car.id]


# 2. Facts


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("pajak bulan apa?", "Pajak"),
        ("plat apa?", "Plat"),
        ("tangan ke berapa?", "Kepemilikan"),
        ("warna apa?", "Warna"),
        ("cc berapa?", "Mesin"),
        ("berapa seat?", "Jumlah kursi"),
        ("surat lengkap?", "Surat-surat"),
        ("pernah tabrakan?", "Riwayat tabrakan"),
        ("bekas banjir bukan?", "Riwayat banjir"),
        ("ada garansi ga?", "Garansi"),
        ("kunci serep ada?", "Kunci cadangan"),
        ("ada sunroof ga?", "Sunroof"),
        ("kondisi gimana kak?", "Kondisi"),
    ],
)
def test_what_is_not_stored_will_be_checked(chat: Chat, question: str, field: str) -> None:
    chat.car("A01")
    chat.ask("#A01")
    assert f"{field}: kami cek dulu ya Kak" in chat.ask(question)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("pernah tabrakan?", "Tidak pernah tabrakan."),
        ("surat lengkap?", "STNK dan BPKB lengkap."),
        ("ada garansi?", "Garansi mesin 1 tahun"),
        ("ada sunroof ga?", "Sunroof"),
    ],
)
def test_what_the_dealer_wrote_is_quoted_where_it_speaks_of_it(chat: Chat, question: str, quoted: str) -> None:
    chat.car(
        "A01",
        condition_notes="Tidak pernah tabrakan. STNK dan BPKB lengkap.",
        description="Mobil keluarga.\nGaransi mesin 1 tahun",
        features=["Sunroof", "Kamera mundur"],
        notes="RAHASIA garansi tabrakan surat sunroof",
    )
    chat.ask("#A01")
    text = chat.ask(question)
    assert f"Catatan unit: “{quoted}”" in text
    assert "RAHASIA" not in text


def test_the_dealers_word_on_one_thing_does_not_answer_another(chat: Chat) -> None:
    chat.car("A01", condition_notes="Tidak pernah tabrakan.")
    chat.ask("#A01")
    text = chat.ask("bekas banjir bukan?")
    assert "tabrakan" not in text
    assert "Riwayat banjir: kami cek dulu" in text


def test_private_fields_are_never_told(chat: Chat) -> None:
    chat.car("A01", notes="modal besar", stock_code="STK-7", purchase_price=99_000_000, purchased_on=date(2026, 1, 1))
    text = chat.ask("#A01 harga modal brp, detail lengkap, surat, kondisi, stok?")
    assert not any(secret in text for secret in ("modal", "STK-7", "99", "Januari"))


def test_a_tax_date_ahead_is_given(chat: Chat) -> None:
    chat.car("A01", tax_due_on=date(2026, 11, 23))
    assert "berlaku sampai November 2026" in chat.ask("#A01 pajak hidup?")


def test_a_tax_date_past_is_called_lapsed_and_never_alive(chat: Chat) -> None:
    chat.car("A01", tax_due_on=date(2026, 11, 22), description="Pajak hidup. Surat lengkap, pajak hidup panjang.")
    text = chat.ask("#A01 pajak hidup? surat lengkap? masih ada?")
    assert "November 2026 (sudah lewat)" in text
    assert "hidup" not in text


def test_today_is_the_dealers_today(chat: Chat) -> None:
    chat.settle(timezone="Asia/Jayapura")
    chat.now = chat.now.replace(hour=16)  # 01:00 of the next day in Jayapura
    chat.car("A01", tax_due_on=date(2026, 11, 23))
    assert "sudah lewat" in chat.ask("#A01 pajak bulan apa?")


def test_a_bare_code_brings_the_card(chat: Chat) -> None:
    chat.car(
        "A01",
        credit_price=175_000_000,
        tax_due_on=date(2027, 3, 1),
        plate_number="B 1234 XYZ",
        transmission="automatic",
    )
    text = chat.ask("#A01")
    for fact in ("Toyota Avanza G 2021", "45.123 km", "matic", "Rp 185.000.000", "Rp 175.000.000", "Maret 2027"):
        assert fact in text
    assert "https://dealer-a.autoleads.test/cars/toyota-avanza-g-2021" in text


def test_a_card_is_silent_about_what_is_not_stored(chat: Chat) -> None:
    chat.car("A01")
    text = chat.ask("#A01 masih ada?")
    assert not any(word in text for word in ("Pajak", "Plat", "kredit", "None"))


# 3. Codes that are none


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_hidden_car_is_as_unknown_as_none(chat: Chat, status: str) -> None:
    unknown = chat.ask("#A77 masih ada? harga brp?")
    chat.car("A77", status=status, price=777_000_000, variant="Marker")
    assert Chat(chat.tenant).ask("#A77 masih ada? harga brp?") == unknown
    assert "Kode #A77 tidak ditemukan, kami cek dulu" in unknown


@pytest.fixture
def rival_car(dealer_b: Dealer) -> None:
    with at_work(dealer_b):
        add_car(dealer_b.tenant, "K01", model="Markermobil", price=777_000_000)
        db.session.commit()


@pytest.mark.usefixtures("rival_car")
def test_another_dealers_car_is_unknown(chat: Chat) -> None:
    text = chat.ask("#K01 harga? markermobil masih ada?")
    assert "#K01 tidak ditemukan" in text
    assert "777" not in text
    assert "markermobil" not in text.lower()


def test_an_unknown_code_does_not_fall_back_to_the_car_before(chat: Chat) -> None:
    chat.car("A01", price=111_000_000)
    chat.ask("#A01")
    assert "111" not in chat.ask("kalau #Z99 harganya?")
    assert "mobil yang mana" in chat.ask("km berapa?")


def test_known_codes_beside_an_unknown_one_are_answered(chat: Chat) -> None:
    chat.car("A01", price=111_000_000)
    text = chat.ask("#A01 #Z99 harga brp?")
    assert "Rp 111.000.000" in text
    assert "#Z99 tidak ditemukan" in text


# 4. Booked or sold


@pytest.mark.parametrize(("status", "word"), [("booked", "sedang dibooking"), ("sold", "sudah terjual")])
def test_a_car_that_is_gone_is_called_so_and_three_others_offered(chat: Chat, status: str, word: str) -> None:
    chat.car("A01", status=status, price=185_000_000, km=11_111)
    for number in range(2, 7):
        chat.car(f"A0{number}", price=180_000_000 + number, status="available")
    chat.car("A08", price=185_000_000, status="draft")
    chat.car("A09", price=185_000_000, status="booked")
    text = chat.ask("#A01 masih ada?")
    assert f"*Toyota Avanza G 2021* (#A01) {word}" in text
    assert "masih ada, Kak" not in text
    offered = blocks(text.split("Yang mirip")[1])
    assert list(offered) == ["A06", "A05", "A04"]
    assert all(f"Rp 180.000.00{code[2]}" in block for code, block in offered.items())
    assert "11.111" not in text


def test_a_gone_car_and_nothing_like_it_is_just_gone(chat: Chat) -> None:
    chat.car("A01", status="sold")
    text = chat.ask("#A01 ready?")
    assert "sudah terjual" in text
    assert "mirip" not in text


def test_a_named_car_that_was_sold_is_called_sold_and_the_wish_unmet(chat: Chat) -> None:
    chat.car("A01", status="sold")
    assert "sudah terjual" in chat.ask("avanza 2021 masih ada?")
    assert [(wish.model, wish.met) for wish in chat.wishes()] == [("Avanza", False)]


# 5. Plates


@pytest.mark.parametrize(("plate", "parity"), [("B 1234 XYZ", "genap"), ("B 1233 XYZ", "ganjil")])
def test_region_and_parity_are_told_but_never_the_plate(chat: Chat, plate: str, parity: str) -> None:
    chat.car(
        "A01",
        plate_number=plate,
        condition_notes=f"Nopol {plate.replace(' ', '')} surat lengkap. Plat {plate.lower()}, mulus",
        description=f"Surat atas nama sendiri, {plate.replace(' ', '-')}",
    )
    text = chat.ask("#A01 plat apa, ganjil genap, nopol mana? surat lengkap? kondisi? atas nama siapa?")
    assert f"Plat: B (Jakarta, Depok, Tangerang, Bekasi), {parity}" in text
    assert plate.split()[1] not in text
    assert "XYZ" not in text.upper().replace("(#A01)", "")


def test_a_plate_of_an_unknown_region_keeps_its_letters(chat: Chat) -> None:
    chat.car("A01", plate_number="QZ 7 A")
    assert "Plat: QZ, ganjil" in chat.ask("#A01 plat apa?")
