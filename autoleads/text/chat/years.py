"""Model years named in a message."""

import re

from autoleads.text.chat.amounts import AT_LEAST, AT_MOST, YEAR, Bounds, Reader, compile_words
from autoleads.text.chat.units import NOT_COUNTED

_OLDEST_IN_TWO_DIGITS = 80
_YOUNGEST_IN_TWO_DIGITS = 30

_DAY_OR_TIME = compile_words(r"(?:tgl|tanggal|jam|pukul) [0-9][0-9.,]*(?: [/-] [0-9]+)*")
# "avanza 18", "brio matic 19": behind a car, two digits without a unit are a year.
_SHORT_BEHIND_CAR = compile_words(
    r"(CAR(?: (?:matic|manual|diesel|solar|bensin|at|mt))?) ([012][0-9])"
    rf"(?:(?= km [0-9])|{NOT_COUNTED})"
)
_SHORT_NAMED = compile_words(rf"(?<![0-9] )(tahun) ([0-9]{{2}}){NOT_COUNTED}")
_SHORT_SECOND = compile_words(
    rf"({YEAR} ?(?:-|/|,|sampai|ke|to|atau|apa|dan|sama)(?: ?-)?) ?([0-9]{{2}}){NOT_COUNTED}"
)
_YEAR_OF_PAPERS = compile_words(
    r"((?:pajak|stnk|kaleng)(?: [a-z]+){0,5}?)(?: [0-9]{1,2} ?[-/])?(?: tahun)? (?:19|20)[0-9]{2}"
)
_YEAR_RANGE = compile_words(
    rf"({YEAR}) ?(?:-|/|,|sampai|ke|to|atau|apa|dan)(?: ?-)? ?({YEAR})(?: an)?"
)
_YEAR_AT_LEAST = compile_words(rf"{AT_LEAST} ({YEAR})|({YEAR}) (?:keatas|up|\+)")
_YEAR_AT_MOST = compile_words(rf"{AT_MOST} ({YEAR})|({YEAR}) kebawah")
_ONE_YEAR = compile_words(rf"(?<![0-9] [/-] )({YEAR})(?: an)?")


def write_out_years(reader: Reader) -> None:
    """Put four digits in place of two: "avanza 18", "tahun 97", "2018 - 20"."""
    if not reader.has_digits:
        return
    reader.text = _DAY_OR_TIME.sub("pukul", reader.text)
    for pattern in (_SHORT_BEHIND_CAR, _SHORT_NAMED, _SHORT_SECOND):
        reader.text = pattern.sub(_written_out, reader.text)


def _written_out(match: re.Match[str]) -> str:
    year = int(match[2])
    if _YOUNGEST_IN_TWO_DIGITS < year < _OLDEST_IN_TWO_DIGITS:
        return match[0]
    century = 1900 if year >= _OLDEST_IN_TWO_DIGITS else 2000
    return f"{match[1]} {century + year}"


def take_years(reader: Reader) -> Bounds:
    """Take the model years: `2018 - 2020`, `2019 keatas`."""
    years = Bounds()
    if not reader.has_digits:
        return years
    reader.text = _YEAR_OF_PAPERS.sub(r"\1", reader.text)
    reader.take(_YEAR_RANGE, "YEAR", lambda m: _add_year_range(years, m))
    reader.take(_YEAR_AT_LEAST, "YEAR LIMIT", lambda m: years.add(_year(m[1] or m[2]), None))
    reader.take(_YEAR_AT_MOST, "YEAR LIMIT", lambda m: years.add(None, _year(m[1] or m[2])))
    if years == Bounds():
        reader.take(_ONE_YEAR, "YEAR", lambda m: years.add(_year(m[1]), _year(m[1])))
    return years


def _add_year_range(years: Bounds, match: re.Match[str]) -> bool:
    first = _year(match[1])
    second = _year(match[2])
    return years.add(min(first, second), max(first, second))


def _year(written: str) -> int:
    return int(written[-4:])
