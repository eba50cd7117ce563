"""The car that a customer speaks of is found (rule 1)."""

from __future__ import annotations

from datetime import date

from tests.support.chat import Chat, paragraphs_by_code


def test_a_code_names_the_car(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000)
    chat.add_car("A02", price=222_000_000)
    text = chat.ask("#A02 harga brp?")
    assert "Rp 222.000.000" in text
    assert "111" not in text


def test_words_name_the_car_by_model_year_variant_and_colour(chat: Chat) -> None:
    chat.add_car("A01", year=2019, variant="E", color="Hitam", price=111_000_000)
    chat.add_car("A02", year=2021, variant="G", color="Putih", price=222_000_000)
    for question in ("avanza 2021 brp?", "avanza g harga?", "avanza putih brp?"):
        assert list(paragraphs_by_code(Chat(chat.tenant).ask(question))) == ["A02"]


def test_two_cars_of_one_model_are_told_apart_fact_by_fact(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000, km=11_111, tax_due_on=date(2027, 1, 5))
    chat.add_car("A02", price=222_000_000, km=22_222, tax_due_on=date(2027, 8, 5))
    told = paragraphs_by_code(chat.ask("avanza harga brp, km brp, pajak bulan apa?"))
    assert "111.000.000" in told["A01"]
    assert "11.111" in told["A01"]
    assert "Januari 2027" in told["A01"]
    assert not any(fact in told["A01"] for fact in ("222.000.000", "22.222", "Agustus"))
    assert "222.000.000" in told["A02"]
    assert "22.222" in told["A02"]
    assert "Agustus 2027" in told["A02"]
    assert not any(fact in told["A02"] for fact in ("111.000.000", "11.111", "Januari"))


def test_without_a_name_it_is_the_car_last_asked_about(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000)
    chat.add_car("B01", brand="Honda", model="Brio", variant="RS", price=222_000_000)
    chat.ask("#A01")
    assert "Rp 111.000.000" in chat.ask("harganya brp?")
    chat.ask("brio ada?")
    assert list(paragraphs_by_code(chat.ask("harganya brp?"))) == ["B01"]


def test_a_trait_picks_among_the_model_last_asked_about(chat: Chat) -> None:
    chat.add_car("A01", transmission="manual")
    chat.add_car("A02", transmission="automatic")
    chat.add_car("B01", brand="Honda", model="Brio", transmission="automatic")
    chat.ask("#A01")
    assert list(paragraphs_by_code(chat.ask("yg matic ada?"))) == ["A02"]


def test_a_question_about_a_trait_is_about_the_car_last_asked_about(chat: Chat) -> None:
    chat.add_car("A01", transmission="manual")
    chat.add_car("A02", transmission="automatic")
    chat.ask("#A01")
    text = chat.ask("matic?")
    assert "Transmisi: manual" in text
    assert "A02" not in text


def test_no_car_known_asks_which_one_of_three_at_most(chat: Chat) -> None:
    for number in range(1, 6):
        chat.add_car(f"A0{number}", tax_due_on=date(2027, number, 1))
    text = chat.ask("pajak bulan apa?")
    assert "mobil yang mana" in text
    assert len(paragraphs_by_code(text)) == 3
    assert "Pajak" not in text


def test_empty_stock_promises_a_salesperson(chat: Chat) -> None:
    text = chat.ask("harga brp?")
    assert "Tim kami" in text
    assert "Rp" not in text


def test_new_lead_does_not_inherit_the_car_of_another_lead(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000)
    chat.add_car("B01", brand="Honda", model="Brio")
    chat.ask("#A01")
    assert "mobil yang mana" in Chat(chat.tenant).ask("harganya brp?")


def test_the_one_car_that_words_point_out_joins_the_lead(chat: Chat) -> None:
    car = chat.add_car("A01")
    chat.add_car("B01", brand="Honda", model="Brio")
    chat.ask("avanza masih ada?")
    assert [asked.car_id for asked in chat.lead.lead_cars] == [car.id]
