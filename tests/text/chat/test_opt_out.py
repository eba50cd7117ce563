"""Customers who want no more contact, and those who only say not now or not this."""

from __future__ import annotations

import pytest

from autoleads.text.chat import Intent, understand

STOPS = """
    stop
    STOP!!
    stop ya
    stop, makasih
    stop please
    stop it
    sudah stop
    berhenti dong
    unsubscribe
    unsub
    gak mau dikontak lagi
    jangan WA saya lagi
    tolong jangan hubungi nomor ini
    jgn hubungi2 saya lg bang
    berhenti kirim pesan
    stop kirim wa
    keluarkan nomor saya dari daftar
    keluarin saya dari broadcast
    tolong nomor saya dihapus dari list
    males dapat chat mulu
    males bgt dichat mulu
    please stop texting me
    ga usah di wa lagi
    gausah hubungin saya lagi ya kak udah beli
    tolong hapus nomor saya dari broadcast
    saya risih di wa terus
    capek ditelpon mulu
    udah jangan kirim2 promo lagi
    sy tdk mau terima iklan lagi
    please remove me from your list
    take me off your list
    don't contact me again
    do not text me anymore
    I don't want any more messages
    leave me alone
    jangan pernah hubungi saya lagi
    jangan hubungi saya lagi mulai sekarang
    ulah nelpon deui kang
    ojo wa aku maneh mas
    jangan mi chat saya lagi
    bisa tolong jangan wa saya lagi?
    can you stop texting me?
    saya ga minat, jangan dikirimin pesan lagi
    spam mulu ah
    ganggu banget wa terus
    blokir nomor saya aja
    harga kemahalan, jangan hubungi saya lagi
    saya tidak berkenan dihubungi lagi
    berhenti langganan
    jangan ganggu saya
    salah sambung
    wrong number
    nggak usah dikabarin lagi
"""
REFRAINS = """
    jangan kirim foto lagi
    berhenti kirim foto dulu ya
    gak usah foto kak
    ga usah kirim video
    fotonya jangan dikirim lagi
    fotonya cukup kak
    no more photos please
    jangan telepon sekarang, lagi kerja
    jangan telepon dulu ya lagi meeting
    jangan telpon malam2
    jangan wa dulu kak saya lagi nyetir
    lagi rapat, jangan telpon
    jangan telepon, chat aja
    gak usah nelpon wa aja
    gak usah chat, langsung telepon aja
    nanti aja, jangan hubungi dulu
    ga usah hubungi, nanti saya yang kabari
    jangan telepon
    don't call me now i'm at work
"""
NEITHER = """
    lampu stop nyala?
    lampu stopnya mati ga kak
    mesin start stop ga
    kenapa stop produksi?
    stop di 180 ya?
    jangan lupa WA saya ya
    jangan ragu hubungi saya
    jangan lupa kirim foto
    jangan lama2 balasnya
    jangan sampai kehabisan
    jangan dijual dulu ya kak besok saya kesana
    jangan kasih ke orang lain dulu
    berhenti produksi ya mobil ini?
    kok saya ga dihubungi2?
    gak mau yang matic
    kenapa jangan hubungi?
    minta foto interior dong, jangan yang blur
    ga jadi
    udah beli
    saya hubungi lagi nanti
    kirim pesan ke nomor ini aja
    bisa wa saya?
    pesan saya belum dibaca
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def read(text: str) -> frozenset[Intent]:
    """Return whether a message opts out or refrains."""
    return understand(text).intents & {Intent.STOP, Intent.REFRAIN}


@pytest.mark.parametrize("text", lines(STOPS))
def test_wish_to_be_left_alone_opts_out(text: str) -> None:
    assert read(text) == {Intent.STOP}


@pytest.mark.parametrize("text", lines(REFRAINS))
def test_not_now_and_no_photos_opt_nobody_out(text: str) -> None:
    understood = understand(text)
    assert read(text) == {Intent.REFRAIN}
    assert Intent.PHOTOS not in understood.intents
    assert understood.residue == ()


@pytest.mark.parametrize("text", lines(NEITHER))
def test_what_only_sounds_like_it_is_neither(text: str) -> None:
    assert read(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "jangan kirim promo lagi, kirim foto A01 aja",
        "jangan telepon ya, harga A01 berapa?",
        "stop. lokasinya dimana?",
    ],
)
def test_who_asks_something_does_not_opt_out(text: str) -> None:
    assert Intent.STOP not in understand(text).intents


def test_question_beside_refused_photos_is_read() -> None:
    understood = understand("gak usah kirim foto, langsung harganya berapa")
    assert understood.intents == {Intent.REFRAIN, Intent.PRICE}
