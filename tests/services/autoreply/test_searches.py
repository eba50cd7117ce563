"""Searches, and the wishes they leave (rule 8)."""

from __future__ import annotations

import pytest

from tests.support.chat import RATES, Chat, codes_in


@pytest.fixture
def brios(chat: Chat) -> Chat:
    for code, year, gear, price in (
        ("B01", 2018, "automatic", 140),
        ("B02", 2020, "automatic", 150),
        ("B03", 2019, "manual", 130),
        ("B04", 2019, "automatic", 151),
        ("B05", 2021, "automatic", 145),
        ("B06", 2017, "automatic", 120),
    ):
        chat.add_car(
            code,
            brand="Honda",
            model="Brio",
            variant="Satya",
            year=year,
            transmission=gear,
            price=price * 1_000_000,
        )
    chat.add_car("A01", transmission="automatic", year=2019, price=140_000_000)
    return chat


def test_all_wishes_of_a_search_hold(brios: Chat) -> None:
    text = brios.ask("cari brio matic 2018-2020 budget 150")
    assert codes_in(text) == ["B02", "B01"]
    assert text.count("/cars/") == 2
    assert [
        (w.model, w.year_min, w.year_max, w.price_max, w.met) for w in brios.search_requests()
    ] == [("Brio", 2018, 2020, 150_000_000, True)]


def test_a_search_shows_three_at_most(brios: Chat) -> None:
    assert len(codes_in(brios.ask("cari brio budget 200"))) == 3


def test_search_without_results_says_so_first_and_is_recorded(brios: Chat) -> None:
    text = brios.ask("cari brio matic 2022 keatas budget 150")
    nothing, near = text.split("Yang mendekati (tidak persis sama):")
    assert "belum ada yang cocok" in nothing
    assert "tim kami akan mengabari" in nothing
    assert codes_in(nothing) == []
    assert 0 < len(codes_in(near)) <= 3
    assert [(w.model, w.year_min, w.met) for w in brios.search_requests()] == [
        ("Brio", 2022, False)
    ]


def test_nothing_near_is_offered_when_nothing_is_near(chat: Chat) -> None:
    chat.add_car("A01")
    text = chat.ask("cari pajero dibawah 50jt")
    assert "belum ada yang cocok" in text
    assert codes_in(text) == []


def test_an_excluded_model_is_not_shown_even_as_near(chat: Chat) -> None:
    chat.add_car("A01", body_type="mpv", price=140_000_000)
    chat.add_car(
        "X01", brand="Daihatsu", model="Xenia", variant="R", body_type="mpv", price=141_000_000
    )
    assert codes_in(chat.ask("cari mpv bukan avanza")) == ["X01"]
    assert codes_in(chat.ask("cari mpv bukan avanza budget 130")) == ["X01"]


def test_a_wish_repeated_counts_once(chat: Chat) -> None:
    chat.ask("cari pajero 2019")
    chat.ask("cari pajero 2019 dong")
    assert len(chat.search_requests()) == 1


def test_sold_booked_and_hidden_cars_are_not_found_by_a_search(chat: Chat) -> None:
    for number, status in enumerate(("sold", "booked", "draft", "archived")):
        chat.add_car(f"A0{number}", status=status)
    assert codes_in(chat.ask("cari avanza")) == []


def test_mazda_2_is_not_every_mazda(chat: Chat) -> None:
    chat.add_car("M01", brand="Mazda", model="CX-5", variant=None, year=2020)
    chat.add_car("M02", brand="Mazda", model="2", variant="GT", year=2015)
    assert codes_in(chat.ask("cari mazda 2")) == ["M02"]


def test_spellings_of_the_model_do_not_matter(chat: Chat) -> None:
    chat.add_car("H01", brand="Honda", model="HRV", variant="E")
    chat.add_car("I01", brand="Toyota", model="Kijang Innova", variant="V")
    assert codes_in(Chat(chat.tenant).ask("hr-v ada?")) == ["H01"]
    assert codes_in(Chat(chat.tenant).ask("inova masih ada?")) == ["I01"]


def test_question_beside_a_search_is_covered_for_each_car(chat: Chat) -> None:
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=150_000_000)
    assert "Kredit mulai Rp 3,8 jt/bln" in chat.ask("cari avanza, cicilan brp?")


def test_two_models_asked_for_are_both_looked_up(chat: Chat) -> None:
    chat.add_car("A01")
    chat.add_car("A02")
    text = chat.ask("avanza atau xenia ada kak?")
    assert set(codes_in(text)) == {"A01", "A02"}
    assert "Xenia saat ini belum ada" in text
    assert [(wish.model, wish.met) for wish in chat.search_requests()] == [
        ("Avanza", True),
        ("Xenia", False),
    ]


def test_a_kind_of_car_is_looked_for_beyond_the_model_before(chat: Chat) -> None:
    chat.add_car("A01")
    chat.add_car(
        "W01",
        brand="Wuling",
        model="Air EV",
        variant=None,
        fuel_type="electric",
        transmission="automatic",
    )
    chat.ask("#A01")
    assert codes_in(chat.ask("mobil listrik ada?")) == ["W01"]
