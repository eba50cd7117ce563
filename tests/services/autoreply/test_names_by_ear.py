"""A name that was not exact is said back as a question (rule 1)."""

from __future__ import annotations

import pytest

from tests.support.chat import Chat, codes_in, paragraphs_by_code


@pytest.fixture
def stock(chat: Chat) -> Chat:
    chat.add_car("A01", variant="G")
    chat.add_car("A02", variant="Veloz")
    chat.add_car("B01", brand="Honda", model="Brio", variant="RS Urbanite")
    chat.add_car("F01", model="Fortuner", variant="VRZ")
    return chat


def test_a_name_by_ear_is_asked_back_before_the_facts(stock: Chat) -> None:
    text = stock.ask("brioo masih ada?")
    assert "Maksudnya Honda Brio ya, Kak?" in text
    assert text.index("Maksudnya") < text.index("#B01")
    assert "cocok" not in text


def test_a_search_by_ear_claims_no_match(stock: Chat) -> None:
    text = stock.ask("cari afanza manual")
    assert "Maksudnya Toyota Avanza ya, Kak?" in text
    assert codes_in(text) == ["A01", "A02"]
    assert "cocok" not in text


def test_several_names_by_ear_are_asked_back_at_once(stock: Chat) -> None:
    text = stock.ask("brioo atau fotuner ada?")
    assert "Maksudnya Honda Brio & Toyota Fortuner ya, Kak?" in text
    assert text.count("Maksudnya") == 1


def test_an_exact_name_or_common_spelling_is_not_asked_back(stock: Chat) -> None:
    for question in ("brio ada?", "avansa ada?", "fortunner ada?"):
        assert "Maksudnya" not in Chat(stock.tenant).ask(question)


def test_names_equally_near_are_asked_about_and_not_searched_for(stock: Chat) -> None:
    stock.ask("#B01")
    for question in ("alpaz harga brp?", "cari alpaz matic"):
        text = stock.ask(question)
        assert "Maksudnya Wuling Almaz atau Wuling Alvez, Kak?" in text
        assert codes_in(text) == []
    assert stock.search_requests() == []


def test_of_names_equally_near_the_one_in_stock_is_shown(stock: Chat) -> None:
    stock.add_car("W01", brand="Wuling", model="Alvez", variant="EX")
    text = stock.ask("alpaz harga brp?")
    assert "Maksudnya Wuling Alvez ya, Kak?" in text
    assert codes_in(text) == ["W01"]


def test_it_is_asked_back_in_english(stock: Chat) -> None:
    assert "Do you mean the Honda Brio?" in stock.ask("is the brioo still available?")


def test_a_variant_of_the_stock_counts_beside_its_model(stock: Chat) -> None:
    assert list(paragraphs_by_code(stock.ask("brio urbanite brp?"))) == ["B01"]
    text = stock.ask("avanza urbanite brp?")
    assert "B01" not in text


def test_a_variant_of_another_model_is_not_matched_to_it(stock: Chat) -> None:
    text = stock.ask("avanza vrz brp?")
    assert "F01" not in text
    assert "Untuk Avanza VRZ saat ini belum ada" in text


def test_each_model_is_searched_for_with_its_own_variant(stock: Chat) -> None:
    assert codes_in(stock.ask("cari avanza veloz atau fortuner vrz")) == ["A02", "F01"]


def test_a_variant_alone_picks_among_the_model_last_asked_about(stock: Chat) -> None:
    stock.ask("avanza ada?")
    assert list(paragraphs_by_code(stock.ask("yang G ada?"))) == ["A01"]


def test_an_ordinary_word_offers_no_car(stock: Chat) -> None:
    for text in ("cari city car murah", "mobilnya rusak ga?", "bisa kredit juga kan, serius"):
        reply = Chat(stock.tenant).ask(text)
        assert "Maksudnya" not in reply
        assert "City" not in reply
