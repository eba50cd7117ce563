"""Down payments, tenors and offers named in a message."""

from dataclasses import dataclass

from autoleads.text.chat.amounts import (
    MONEY,
    FirstValue,
    Reader,
    car_money,
    compile_words,
    last_group,
    money,
)

_DP = (
    r"t?dp(?: (?:sekitar|minimal|maksimal|dibawah|mulai|di|of|is|cuma|hanya|saya|ada|kalau|[:=]))*"
)
_PERCENT = compile_words(rf"{_DP} ([0-9]{{1,2}}) persen|([0-9]{{1,2}}) persen dp")
_AMOUNT = compile_words(rf"{_DP} ({MONEY})(?: ?- ?{MONEY})?(?! (?:tahun|bulan|x|kali)\b)")
_AMOUNT_BEFORE = compile_words(r"((?:rp )?[0-9][0-9.,]* jt)(?: (?:buat|untuk|for))? dp")
_TENOR_NAMED = compile_words(r"tenor(?: (?:selama|of|:))? ([0-9]{1,2})(?: (tahun|bulan|x|kali))?")
_TENOR = compile_words(r"([0-9]{1,2}) (tahun|bulan|x|kali)")
_TENOR_ASKED = compile_words(r"([0-9]{1,2}) (tahun|bulan|x|kali) (?:jadi )?berapa")
_INSTALMENT = compile_words(
    rf"(?:cicil|angsuran|setor|setoran)(?: (?:sekitar|maksimal|dibawah|di))* {MONEY}(?: perbulan)?"
)
_ABOUT_CREDIT = compile_words(
    r"kredit|cicil|angsuran|tenor|dp|tdp|DP|leasing|bunga|simulasi|[0-9]{2} x"
)
_NOT_A_TENOR = compile_words(
    r"(?:garansi|umur|usia|pajak|telat|warranty)(?: \S+){0,2} [0-9]{1,2} (?:tahun|bulan)"
)
_LONGEST_TENOR_YEARS = 8
_TENOR_MONTHS = range(6, 97)

_OFFER = compile_words(
    rf"(?:tawar|nawar|offer)(?: (?:saya|di|you))* ({MONEY})"
    r"|(?:bisa|boleh|mau|kalau|can you do|would you take|accept)"
    rf"(?: (?:di|cash|harga|saya|ambil|net|nett|bayar))* ({MONEY})"
    r"(?! (?:tahun|bulan|x|km|persen|-|orang|penumpang|seat|seater|kursi|cc)\b)"
    rf"|({MONEY})(?: (?:cash|net|nett|langsung|saya|tunai))*"
    r" (?:angkut|deal|bungkus|gas|gaskeun|ambil|sikat|lepas|boleh"
    r"|bisa(?! (?:kredit|cicil|tt|tukar|nego|tes)\b))"
)


@dataclass(frozen=True)
class Credit:
    """The terms a customer names: a down payment in rupiah or per cent, a tenor in months."""

    down_payment: int | None
    percent: int | None
    tenor_months: int | None


def take_credit(reader: Reader) -> Credit:
    """Take the terms of a credit: `dp 20 jt`, `dp 20 persen`, `tenor 4 tahun`, `48 x`.

    A bare down payment counts millions, a bare tenor up to 8 counts years.
    """
    percent = FirstValue()
    amount = FirstValue()
    tenor = FirstValue()
    reader.take(_PERCENT, "DP", lambda m: percent.add(int(m[1] or m[2])))
    reader.take(_AMOUNT, "DP", lambda m: amount.add(money(m[1])))
    if amount.value is None:
        reader.take(_AMOUNT_BEFORE, "DP", lambda m: amount.add(money(m[1])))
    reader.take(_TENOR_NAMED, "tenor", lambda m: tenor.add(_months(m[1], m[2])))
    if tenor.value is None and not _NOT_A_TENOR.search(reader.text):
        pattern = _TENOR if _ABOUT_CREDIT.search(reader.text) else _TENOR_ASKED
        reader.take(pattern, "tenor", lambda m: tenor.add(_months(m[1], m[2])))
    reader.take(_INSTALMENT, "cicil", lambda _: True)
    return Credit(amount.value, percent.value, tenor.value)


def _months(number: str, unit: str | None) -> int | None:
    months = int(number)
    in_years = unit == "tahun" or (unit is None and months <= _LONGEST_TENOR_YEARS)
    if in_years:
        months *= 12
    return months if months in _TENOR_MONTHS else None


def take_offer(reader: Reader) -> int | None:
    """Take what the customer would pay, in rupiah: `140 angkut`, `bisa 140`, `tawar 130`.

    An amount below what any car costs is not an offer.
    """
    offer = FirstValue()
    reader.take(_OFFER, "OFFER", lambda m: offer.add(car_money(last_group(m))))
    return offer.value
