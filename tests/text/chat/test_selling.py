"""Customers who have a car to sell; theirs is none of the stock."""

from __future__ import annotations

import pytest

from autoleads.text.chat import CarCriteria, Intent, understand

SELLERS = """
    saya mau lepas xenia 2016, showroom nerima?
    mau jual mobil saya avanza 2014
    dijual avanza 2015 km 80rb nego
    jual cepat brio 2017 bu
    pengen jual jazz rs 2012, berapa ya kira2
    saya punya xpander 2019 mau dijual
    bisa ambil mobil saya gak bang, honda brio 2017
    mau over kredit brio saya
    mo jual avanza 2015 bos
    titip jual brio 2018 bisa?
    nitip brio 2019 ya kak
    avanza saya laku berapa ya?
    showroom beli innova saya gak?
    sy mw lepas ertiga 2014 min
    selling my avanza 2015
"""
NAMELESS = """
    titip jual bisa kak?
    nitip jual mobil disini bisa ga
    terima mobil bekas?
    bisa beli mobil saya?
    showroom nerima?
    showroom nerima mobil second gak min
    mau jual mobil
    mobil saya mau saya jual, berapa harganya?
    i want to sell my car
    do you buy used cars?
    terima titipan mobil?
    beli mobil user gak kak
"""
BUYERS = """
    jual avanza?
    ada jual brio gak
    unit ini dijual berapa
    masih dijual?
    170 lepas?
    mau dilepas berapa kak?
    mau beli mobil bekas
    avanza mau dijual berapa
    kenapa mau dijual?
    beli avanza second dimana
    ada brio bekas?
    mau beli brio buat istri saya
    saya mau ambil avanza
    pemiliknya mau lepas berapa?
    mobil bekas apa aja yang ada?
    bisa over kredit?
    terima kartu kredit?
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("text", lines(SELLERS))
def test_car_of_a_seller_is_not_searched_for(text: str) -> None:
    understood = understand(text)
    assert understood.intents == {Intent.SELL}
    assert understood.criteria == CarCriteria()
    assert understood.trade_in is not None
    assert understood.trade_in.model


@pytest.mark.parametrize("text", lines(NAMELESS))
def test_seller_may_name_no_car(text: str) -> None:
    understood = understand(text)
    assert understood.intents == {Intent.SELL}
    assert understood.criteria == CarCriteria()


@pytest.mark.parametrize("text", lines(BUYERS))
def test_buyer_is_no_seller(text: str) -> None:
    assert Intent.SELL not in understand(text).intents


def test_seller_may_also_want_a_car() -> None:
    understood = understand("mau jual avanza 2015 terus cari innova diesel")
    assert understood.criteria.model == "Innova"
    assert understood.trade_in is not None
    assert understood.trade_in.model == "Avanza"


def test_seller_may_ask_for_the_place() -> None:
    assert understand("mau jual mobil, lokasinya dimana?").intents == {
        Intent.SELL,
        Intent.LOCATION,
    }
