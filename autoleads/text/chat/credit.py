"""Down payments, tenors and offers named in a message."""

import re
from dataclasses import dataclass

from autoleads.text.chat.amounts import MONEY, Reader, Span, car_money, compile_words, money

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
_LARGEST_TENOR_IN_YEARS = 8
_TENOR_MONTHS = range(6, 97)

_OFFER = compile_words(
    rf"(?:tawar|nawar|offer)(?: (?:saya|di|you))* ({MONEY})"
    rf"|(?:bisa|boleh|mau|kalau|can you do|would you take|accept)(?: (?:di|cash|harga|saya|ambil|net|nett|bayar))* ({MONEY})"
    r"(?! (?:tahun|bulan|x|km|persen|-|orang|penumpang|seat|seater|kursi|cc)\b)"
    rf"|({MONEY})(?: (?:cash|net|nett|langsung|saya|tunai))*"
    r" (?:angkut|deal|bungkus|gas|gaskeun|ambil|sikat|lepas|boleh|bisa(?! (?:kredit|cicil|tt|tukar|nego|tes)\b))"
)


@dataclass(frozen=True)
class Credit:
    """A down payment in rupiah or per cent and a tenor in months, as far as the buyer names them."""

    down_payment: int | None
    percent: int | None
    tenor_months: int | None


def take_credit(reader: Reader) -> Credit:
    """The terms named: `dp 20 jt`, `dp 20 persen`, `tenor 4 tahun`, `48 x`; bare numbers are millions, and years up to 8."""
    percent, amount, tenor = Span(), Span(), Span()
    reader.take(_PERCENT, "DP", lambda m: percent.note(int(m[1] or m[2]), None))
    reader.take(_AMOUNT, "DP", lambda m: amount.note(money(m[1]), None))
    if amount == Span():
        reader.take(_AMOUNT_BEFORE, "DP", lambda m: amount.note(money(m[1]), None))
    reader.take(_TENOR_NAMED, "tenor", lambda m: tenor.note(_months(m[1], m[2]), None))
    if tenor == Span() and not _NOT_A_TENOR.search(reader.text):
        pattern = _TENOR if _ABOUT_CREDIT.search(reader.text) else _TENOR_ASKED
        reader.take(pattern, "tenor", lambda m: tenor.note(_months(m[1], m[2]), None))
    reader.take(_INSTALMENT, "cicil", lambda _: True)
    return Credit(amount.least, percent.least, tenor.least)


def _months(number: str, unit: str | None) -> int | None:
    count = int(number)
    months = (
        count * 12
        if unit == "tahun" or (unit is None and count <= _LARGEST_TENOR_IN_YEARS)
        else count
    )
    return months if months in _TENOR_MONTHS else None


def take_offer(reader: Reader) -> int | None:
    """What the buyer would pay: `140 angkut`, `bisa 140`, `tawar 130`; never below what any car costs."""
    span = Span()
    reader.take(_OFFER, "OFFER", lambda m: span.note(_offered(m), None))
    return span.least


def _offered(match: re.Match[str]) -> int | None:
    return car_money(match[match.lastindex or 0])
