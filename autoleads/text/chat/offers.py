"""Prices that a customer names for a car: offers, claims, and bare sums."""

from autoleads.text.chat.amounts import (
    MONEY,
    FirstValue,
    Reader,
    car_money,
    compile_words,
    last_group,
)
from autoleads.text.chat.units import NOT_COUNTED_BUT_MONEY

_BEFORE = (
    "tawar|nawar|offer|nego|deal|sepakat|kesepakatan|disepakati|setuju|fix|fixed|final|acc|agreed"
    "|agree|jadi|tengah|ketemu|lepas|dilepas|kasih|ambil|angkut|bayar|kalau|bisa|boleh|mau"
    "|bagaimana|pasin|pas|genapin|bulatkan|bulatin|dibulatkan|bulat|mentok|settle|accept"
    "|turun (?:jadi|ke|di|sampai)|(?:how|what) about|can you do|would you take|take|do|pay"
)
_BETWEEN = (
    "di|ke|jadi|pada|cash|tunai|harga|angka|saya|kita|ambil|net|nett|bayar|langsung|unit|mobil|aja"
    "|saja|kemarin|tadi|sama|dengan|sudah|at|on|for|to|you|me|us|it|deal|ini|jual|dijual|tengah"
)
_BEHIND = (
    "angkut|deal|bungkus|gas|gaskeun|ambil|sikat|lepas|boleh|bagaimana|sepakat|setuju|fix|acc"
    "|masuk|jadi|final|ok|oke|okay|dikasih|kasih|gak|dapat gak"
    "|bisa(?! (?:kredit|cicil|tt|tukar|nego|tes)\\b)"
)
_OFFER = compile_words(
    rf"(?:{_BEFORE})(?: (?:{_BETWEEN})){{0,4}} ({MONEY}){NOT_COUNTED_BUT_MONEY}(?! -)"
    rf"|(?:di )?angka(?: (?:{_BETWEEN})){{0,2}} ({MONEY}){NOT_COUNTED_BUT_MONEY}"
    rf"|({MONEY}){NOT_COUNTED_BUT_MONEY}"
    rf"(?: (?:cash|net|nett|langsung|saya|tunai|aja|saja|kita|harga|ini)){{0,3}} (?:{_BEHIND})"
)
_PHONE = compile_words(r"(?:\+ )?(?:0[0-9]{2,}|62[0-9]{3,}|62 8[0-9]+)(?:(?: -)? [0-9]{3,}){0,4}")
_NO_PRICE = (
    "nomor|no|jl|jalan|blok|rt|rw|gang|gg|lantai|km|ring|plat|umur|usia|nik|kode|gaji|pukul"
    "|tanggal|tgl|kavling|pajak|servis|biaya|ongkir|sisa|tipe|ban|nip|ktp|pin"
)
_SUM = compile_words(rf"(?:({_NO_PRICE}) )?({MONEY}){NOT_COUNTED_BUT_MONEY}")
_MOST_SUMS = 5


def take_offer(reader: Reader) -> int | None:
    """Take what the customer would pay, in rupiah: `140 angkut`, `di angka 140`, `sepakat 130`.

    An amount below what any car costs is not an offer.
    """
    if not reader.has_digits:
        return None
    offer = FirstValue()
    reader.take(_OFFER, "OFFER", lambda m: offer.add(car_money(last_group(m))))
    return offer.value


def take_sums(reader: Reader) -> tuple[int, ...]:
    """Take the amounts that nothing else accounts for and that a car may cost, in rupiah."""
    if not reader.has_digits:
        return ()
    sums: list[int] = []
    reader.text = _PHONE.sub("nomor", reader.text)
    for match in _SUM.finditer(reader.text):
        amount = None if match[1] else car_money(match[2])
        if amount is not None:
            sums.append(amount)
    return tuple(dict.fromkeys(sums))[:_MOST_SUMS]
