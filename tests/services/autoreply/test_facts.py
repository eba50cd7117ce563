"""A car is described by its fields and the dealer's notes, never by its plate (rules 2, 5)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.chat import Chat, paragraphs_by_code


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
        ("ada stopkontak ga di mobilnya?", "Detail itu"),
        ("kondisi gimana kak?", "Kondisi"),
    ],
)
def test_fact_that_is_not_stored_will_be_checked(chat: Chat, question: str, field: str) -> None:
    chat.add_car("A01")
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
def test_matching_part_of_the_description_is_quoted(chat: Chat, question: str, quoted: str) -> None:
    chat.add_car(
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


def test_description_of_one_topic_is_not_quoted_for_another(chat: Chat) -> None:
    chat.add_car("A01", condition_notes="Tidak pernah tabrakan.")
    chat.ask("#A01")
    text = chat.ask("bekas banjir bukan?")
    assert "tabrakan" not in text
    assert "Riwayat banjir: kami cek dulu" in text


def test_private_fields_are_never_told(chat: Chat) -> None:
    chat.add_car(
        "A01",
        notes="modal besar",
        stock_code="STK-7",
        purchase_price=99_000_000,
        purchased_on=date(2026, 1, 1),
    )
    text = chat.ask("#A01 harga modal brp, detail lengkap, surat, kondisi, stok?")
    assert not any(secret in text for secret in ("modal", "STK-7", "99", "Januari"))


def test_a_tax_date_ahead_is_given(chat: Chat) -> None:
    chat.add_car("A01", tax_due_on=date(2026, 11, 23))
    assert "berlaku sampai November 2026" in chat.ask("#A01 pajak hidup?")


def test_a_tax_date_past_is_called_lapsed_and_never_alive(chat: Chat) -> None:
    chat.add_car(
        "A01",
        tax_due_on=date(2026, 11, 22),
        description="Pajak hidup. Surat lengkap, pajak hidup panjang.",
    )
    text = chat.ask("#A01 pajak hidup? surat lengkap? masih ada?")
    assert "November 2026 (sudah lewat)" in text
    assert "hidup" not in text


def test_today_is_in_the_tenants_time_zone(chat: Chat) -> None:
    chat.configure(timezone="Asia/Jayapura")
    chat.now = chat.now.replace(hour=16)  # 01:00 of the next day in Jayapura
    chat.add_car("A01", tax_due_on=date(2026, 11, 23))
    assert "sudah lewat" in chat.ask("#A01 pajak bulan apa?")


def test_a_bare_code_brings_the_card(chat: Chat) -> None:
    chat.add_car(
        "A01",
        credit_price=175_000_000,
        tax_due_on=date(2027, 3, 1),
        plate_number="B 1234 XYZ",
        transmission="automatic",
    )
    text = chat.ask("#A01")
    for fact in (
        "Toyota Avanza G 2021",
        "45.123 km",
        "matic",
        "Rp 185.000.000",
        "Rp 175.000.000",
        "Maret 2027",
    ):
        assert fact in text
    assert "http://dealer-a.autoleads.test:8000/cars/toyota-avanza-g-2021" in text


def test_card_leaves_out_fields_that_are_not_stored(chat: Chat) -> None:
    chat.add_car("A01")
    card, *_ = paragraphs_by_code(chat.ask("#A01 masih ada?")).values()
    assert not any(word in card for word in ("Pajak", "Plat", "kredit", "None"))


@pytest.mark.parametrize(("plate", "parity"), [("B 1234 XYZ", "genap"), ("B 1233 XYZ", "ganjil")])
def test_region_and_parity_are_told_but_never_the_plate(
    chat: Chat, plate: str, parity: str
) -> None:
    chat.add_car(
        "A01",
        plate_number=plate,
        condition_notes=f"Nopol {plate.replace(' ', '')} lengkap. Plat {plate.lower()}, mulus",
        description=f"Surat atas nama sendiri, {plate.replace(' ', '-')}",
    )
    text = chat.ask(
        "#A01 plat apa, ganjil genap, nopol mana? surat lengkap? kondisi? atas nama siapa?"
    )
    assert f"Plat: B (Jakarta, Depok, Tangerang, Bekasi), {parity}" in text
    assert plate.split()[1] not in text
    assert "XYZ" not in text.upper().replace("(#A01)", "")


def test_a_plate_of_an_unknown_region_keeps_its_letters(chat: Chat) -> None:
    chat.add_car("A01", plate_number="QZ 7 A")
    assert "Plat: QZ, ganjil" in chat.ask("#A01 plat apa?")


def test_specification_shows_stored_fields(chat: Chat) -> None:
    chat.add_car("A01", engine_cc=1496, seats=7, color="Putih", features=["Kamera mundur"])
    text = chat.ask("#A01 spek lengkapnya dong")
    for fact in (
        "Tahun: 2021",
        "Tipe: G",
        "Transmisi: manual",
        "1.496 cc",
        "kursi: 7",
        "Putih",
        "Kamera mundur",
    ):
        assert fact in text
    assert "cek dulu" not in text


def test_zero_km_in_an_old_car_is_never_told(chat: Chat) -> None:
    chat.add_car("J01", year=2015, km=0)

    text = chat.ask("#J01 km berapa kak?")

    assert "0 km" not in text
    assert "kami cek dulu" in text
