"""Years, kilometres and money named in a message, each read by its own patterns and taken out of the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from autoleads.text.rupiah import parse_rupiah

_NUMBER = r"[0-9][0-9.,]*"
MONEY = rf"(?:rp )?{_NUMBER}(?: (?:jt|rb|m)\b)?(?: an\b)?"
_YEAR = r"(?:tahun )?(?:19[89][0-9]|20[0-3][0-9])\b"
_RANGE = r" ?(?:-|/|sampai|ke|to|s d)(?: ?-)? ?"
_LEAST = r"(?:minimal|mulai|diatas|after|at least)"
_MOST = r"(?:maksimal|dibawah|up to|before|sampai)"
_PURSE = r"(?:budget|dana|duit|uang|modal|anggaran|kisaran|range)"
_ABOUT = r"(?: (?:saya|cuma|hanya|sekitar|sekitaran|di|cash|ada|of|is|around|about|maksimal|kisaran|antara|[:=]))*"
_SMALLEST_CAR_PRICE = 20_000_000
_LAST_YEAR = 2039


def compile_words(pattern: str) -> re.Pattern[str]:
    """A pattern for whole words of a normalised text."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


@dataclass
class Reader:
    """A normalised text from which readings are taken one by one; what is taken leaves its mark."""

    text: str

    def take(
        self, pattern: re.Pattern[str], mark: str, accept: Callable[[re.Match[str]], bool]
    ) -> None:
        """Offers every match to `accept` and puts the mark in place of those it keeps."""
        if pattern.search(self.text):
            self.text = pattern.sub(lambda match: mark if accept(match) else match[0], self.text)


@dataclass
class Span:
    """The least and the most of something, each None when open."""

    least: int | None = None
    most: int | None = None

    def note(self, least: int | None, most: int | None) -> bool:
        """Keeps the first bound of each side; False when the reading is none."""
        if least is None and most is None:
            return False
        self.least = least if self.least is None else self.least
        self.most = most if self.most is None else self.most
        return True


_WHEN = compile_words(r"(?:tgl|tanggal|jam|pukul) [0-9][0-9.,]*(?: [/-] [0-9]+)*")
_YEAR_OF_PAPERS = compile_words(
    r"((?:pajak|stnk|kaleng)(?: [a-z]+){0,5}?)(?: [0-9]{1,2} ?[-/])? (?:19|20)[0-9]{2}"
)
_YEAR_RANGE = compile_words(
    rf"({_YEAR}) ?(?:-|/|,|sampai|ke|to|atau|apa|dan)(?: ?-)? ?({_YEAR})(?: an)?"
)
_YEAR_LEAST = compile_words(rf"{_LEAST} ({_YEAR})|({_YEAR}) (?:keatas|up|\+)")
_YEAR_MOST = compile_words(rf"{_MOST} ({_YEAR})|({_YEAR}) kebawah")
_YEAR_ONE = compile_words(
    rf"(?<![0-9] [/-] )({_YEAR})(?: an)?|tahun ([0-9]{{2}})(?! (?:jt|rb|persen|tahun|bulan|x|km))"
)


def take_years(reader: Reader) -> Span:
    """Model years: `2018 - 2020`, `2019 keatas`, `tahun 18`."""
    span = Span()
    reader.text = _WHEN.sub("pukul", reader.text)
    reader.text = _YEAR_OF_PAPERS.sub(r"\1", reader.text)
    reader.take(_YEAR_RANGE, "YEAR", lambda m: span.note(*sorted((_year(m[1]), _year(m[2])))))
    reader.take(_YEAR_LEAST, "YEAR LIMIT", lambda m: span.note(_year(m[1] or m[2]), None))
    reader.take(_YEAR_MOST, "YEAR LIMIT", lambda m: span.note(None, _year(m[1] or m[2])))
    if span == Span():
        reader.take(_YEAR_ONE, "YEAR", lambda m: span.note(*_one_year(m)))
    return span


def _one_year(match: re.Match[str]) -> tuple[int, int] | tuple[None, None]:
    year = _year(match[1]) if match[1] else 2000 + int(match[2])
    return (year, year) if year <= _LAST_YEAR else (None, None)


def _year(written: str) -> int:
    return int(written[-4:])


_KM = rf"({_NUMBER}(?: rb)?)(?: an)?"
_KM_MOST = compile_words(
    rf"km {_MOST} {_KM}(?: km)?|{_MOST} (?:km )?{_KM} km|{_MOST} km {_KM}|km {_KM} kebawah|{_KM} km kebawah"
)
_KM_STATED = compile_words(rf"km {_KM}(?: km)?|(?!{_YEAR} km){_KM} km")


def take_kilometres(reader: Reader) -> tuple[int | None, int | None]:
    """The most kilometres wished for, and a distance merely stated: `km 45 rb`."""
    most, stated = Span(), Span()
    reader.take(_KM_MOST, "LIMIT", lambda m: most.note(None, _kilometres(m[m.lastindex or 0])))
    reader.take(_KM_STATED, "km", lambda m: stated.note(None, _kilometres(m[m.lastindex or 0])))
    return most.most, stated.most


def _kilometres(written: str) -> int | None:
    amount = parse_rupiah(_trimmed(written))
    if amount is None:
        return None
    amount = amount * 1000 if amount < 1000 else amount
    return amount if amount < 10**7 else None


_BUDGET_RANGE = compile_words(rf"(?:(?:{_PURSE}|harga){_ABOUT} )?({MONEY}){_RANGE}({MONEY})")
_BUDGET_LEAST = compile_words(
    rf"(?:(?:{_PURSE}|harga){_ABOUT} )?(?:{_LEAST} (?:harga )?({MONEY})|({MONEY}) (?:keatas|up))"
)
_BUDGET_MOST = compile_words(
    rf"(?:(?:{_PURSE}|harga){_ABOUT} )?(?:{_MOST} (?:harga )?({MONEY})|({MONEY}) (?:kebawah|maksimal))"
)
_BUDGET = compile_words(
    rf"{_PURSE}{_ABOUT} ({MONEY})|((?:rp )?{_NUMBER}(?: jt)? an)|mobil ({_NUMBER} jt)"
)
_PRICED = compile_words(rf"((?:rp )?{_NUMBER} (?:jt|m))")


def take_budget(reader: Reader) -> Span:
    """What the buyer can spend: `budget 150`, `150 - 180 jt`, `200 kebawah`, `100 jt an`."""
    span = Span()
    reader.take(_BUDGET_RANGE, "LIMIT", lambda m: _note_range(span, m[1], m[2]))
    reader.take(_BUDGET_LEAST, "LIMIT", lambda m: span.note(car_money(m[1] or m[2]), None))
    reader.take(_BUDGET_MOST, "LIMIT", lambda m: span.note(None, car_money(m[1] or m[2])))
    reader.take(_BUDGET, "LIMIT", lambda m: span.note(None, car_money(m[1] or m[2] or m[3])))
    return span


def take_price(reader: Reader) -> int | None:
    """An amount that stands alone with its unit, as in "cari avanza 150 jt"."""
    span = Span()
    reader.take(_PRICED, "LIMIT", lambda m: span.note(None, car_money(m[1])))
    return span.most


def _note_range(span: Span, low: str, high: str) -> bool:
    unit = re.search("jt|m|rb", high)
    least = car_money(
        low if unit is None or re.search("jt|m|rb", low) else f"{_trimmed(low)} {unit[0]}"
    )
    most = car_money(high)
    if least is None or most is None or least > most:
        return False
    return span.note(least, most)


def car_money(written: str) -> int | None:
    """An amount a car may cost; a bare number up to 999 counts millions."""
    amount = parse_rupiah(_trimmed(written), bare_millions=True)
    if amount is None or amount < _SMALLEST_CAR_PRICE:
        return None
    bare = _trimmed(written).removeprefix("rp ")
    return None if len(bare) == 4 and bare.isdigit() else amount


def money(written: str) -> int | None:
    """Any amount, such as a down payment; a bare number below 1.000 counts millions."""
    text = _trimmed(written)
    return None if re.fullmatch("[0-9]{4,6}", text) else parse_rupiah(text, bare_millions=True)


def _trimmed(written: str) -> str:
    return written.removesuffix(" an").rstrip(" .,")
