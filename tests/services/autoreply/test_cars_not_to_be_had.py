"""Codes of no car, and cars that are gone (rules 3 and 4)."""

from __future__ import annotations

import pytest

from autoleads.extensions import db
from tests.support.chat import Chat, add_car, paragraphs_by_code
from tests.support.factories import Dealer
from tests.support.fake_gateway import tenant_context


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_hidden_car_is_as_unknown_as_none(chat: Chat, status: str) -> None:
    unknown = chat.ask("#A77 masih ada? harga brp?")
    chat.add_car("A77", status=status, price=777_000_000, variant="Marker")
    assert Chat(chat.tenant).ask("#A77 masih ada? harga brp?") == unknown
    assert "Kode #A77 tidak ditemukan, kami cek dulu" in unknown


@pytest.fixture
def rival_car(dealer_b: Dealer) -> None:
    with tenant_context(dealer_b):
        add_car(dealer_b.tenant, "K01", model="Markermobil", price=777_000_000)
        db.session.commit()


@pytest.mark.usefixtures("rival_car")
def test_car_of_another_tenant_is_unknown(chat: Chat) -> None:
    text = chat.ask("#K01 harga? markermobil masih ada?")
    assert "#K01 tidak ditemukan" in text
    assert "777" not in text
    assert "markermobil" not in text.lower()


def test_an_unknown_code_does_not_fall_back_to_the_car_before(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000)
    chat.ask("#A01")
    assert "111" not in chat.ask("kalau #Z99 harganya?")
    assert "mobil yang mana" in chat.ask("km berapa?")


def test_known_codes_beside_an_unknown_one_are_described(chat: Chat) -> None:
    chat.add_car("A01", price=111_000_000)
    text = chat.ask("#A01 #Z99 harga brp?")
    assert "Rp 111.000.000" in text
    assert "#Z99 tidak ditemukan" in text


@pytest.mark.parametrize(
    ("status", "word"), [("booked", "sedang dibooking"), ("sold", "sudah terjual")]
)
def test_a_car_that_is_gone_is_called_so_and_three_others_offered(
    chat: Chat, status: str, word: str
) -> None:
    chat.add_car("A01", status=status, price=185_000_000, km=11_111)
    for number in range(2, 7):
        chat.add_car(f"A0{number}", price=180_000_000 + number, status="available")
    chat.add_car("A08", price=185_000_000, status="draft")
    chat.add_car("A09", price=185_000_000, status="booked")
    text = chat.ask("#A01 masih ada?")
    assert f"*Toyota Avanza G 2021* (#A01) {word}" in text
    assert "masih ada, Kak" not in text
    offered = paragraphs_by_code(text.split("Yang mirip")[1])
    assert list(offered) == ["A06", "A05", "A04"]
    assert all(f"Rp 180.000.00{code[2]}" in block for code, block in offered.items())
    assert "11.111" not in text


def test_a_gone_car_and_nothing_like_it_is_just_gone(chat: Chat) -> None:
    chat.add_car("A01", status="sold")
    text = chat.ask("#A01 ready?")
    assert "sudah terjual" in text
    assert "mirip" not in text


def test_a_named_car_that_was_sold_is_called_sold_and_the_wish_unmet(chat: Chat) -> None:
    chat.add_car("A01", status="sold")
    assert "sudah terjual" in chat.ask("avanza 2021 masih ada?")
    assert [(wish.model, wish.met) for wish in chat.search_requests()] == [("Avanza", False)]
