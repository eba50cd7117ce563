"""A search bounded by an instalment or a down payment (rules 6 and 8)."""

from __future__ import annotations

import pytest

from tests.support.chat import RATES, Chat, codes_in


@pytest.fixture
def rated(chat: Chat) -> Chat:
    """Three cars: with a quarter down and over 36 months 2.53, 3.78 and 5.04 million a month."""
    chat.configure(credit_rates=RATES)
    chat.add_car("A01", price=110_000_000, credit_price=100_000_000)
    chat.add_car("A02", price=150_000_000)
    chat.add_car("A03", price=200_000_000)
    return chat


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("cicilan 4 juta perbulan dapat mobil apa?", ["A02", "A01"]),
        ("sanggup 3jt sebulan, ada mobil apa?", ["A01"]),
        ("cari mobil cicilan 4jt dp 10", ["A01"]),
        ("dp 100 juta cicilan 3,5 dapat apa", ["A03", "A02"]),
        ("angsuran maksimal 4 juta tenor 2 tahun", ["A01"]),
        ("cari mobil cicilan 2,6jt dp 50%", ["A02", "A01"]),
        ("dp 40 juta dapat mobil apa?", ["A02", "A01"]),
    ],
)
def test_only_cars_whose_estimate_fits_are_found(
    rated: Chat, text: str, fitting: list[str]
) -> None:
    reply = rated.ask(text)
    assert "cocok, Kak:" in reply
    assert codes_in(reply) == fitting
    assert "estimasi, tergantung leasing" in reply.lower()


def test_nothing_fits_is_said_first_and_near_ones_are_marked(rated: Chat) -> None:
    nothing, near = rated.ask("cari mobil cicilan 1 juta").split("Yang mendekati")
    assert "cicilan ≤ Rp 1 jt/bln" in nothing
    assert "belum ada yang cocok" in nothing
    assert codes_in(nothing) == []
    assert codes_in(near) == ["A01", "A02", "A03"]


def test_without_rates_nothing_is_called_a_match(chat: Chat) -> None:
    chat.add_car("A01")
    reply = chat.ask("cari avanza cicilan 3 juta")
    assert "kami hitungkan dulu" in reply
    assert "cocok" not in reply


def test_instalment_beside_a_known_car_is_about_that_car(rated: Chat) -> None:
    rated.ask("#A03")
    assert codes_in(rated.ask("cicilan 4 juta bisa?")) == ["A03"]
