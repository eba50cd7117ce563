"""Traits of a car named in a message: transmission, fuel, body, colour, seats."""

import re
from collections.abc import Mapping
from typing import TypedDict

from autoleads.text.chat.amounts import FirstValue, Reader, compile_words
from autoleads.text.chat.slang import meanings
from autoleads.text.colors import COLOR_OF_WORD

_TRANSMISSIONS = meanings("""
automatic: matic | cvt | dct
manual: manual | mt
""")
_FUELS = meanings("""
petrol: bensin | petrol | gasoline
diesel: solar
hybrid: hybrid | hev | phev
electric: listrik | electric | ev | bev
gas: bbg | lpg
""")
_BODIES = meanings("""
mpv: mpv
suv: suv
hatchback: hatchback | hb
sedan: sedan
lcgc: lcgc
pickup: pickup | pikap | pick up | bak terbuka
double-cabin: double cabin | dobel kabin | double kabin
minibus: minibus | mini bus
coupe: coupe
van: van
wagon: wagon
""")


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern for one of the words, `no` in front of it when it is refused."""
    alternatives = "|".join(sorted(words, reverse=True))
    return compile_words(rf"(?:(?P<no>bukan|jangan|selain|non|gak mau) )?(?P<word>{alternatives})")


_TRANSMISSION = _any_of(_TRANSMISSIONS)
_FUEL = _any_of(_FUELS)
_BODY = _any_of(_BODIES)
_COLOR = _any_of(COLOR_OF_WORD)
_SEATS = compile_words(
    r"(?:muat )?([2-9]|1[0-9]) (?:seat|seats|seater|kursi|penumpang|orang|bangku)"
)
# "at" is English too: it means automatic only behind a car and not before a place or time.
_AT = compile_words(
    r"(?:(?<=CAR )|(?<=YEAR )|(?<=tipe ))at"
    r"(?! (?:your|my|home|night|this|that|any|all|what|which|least|[0-9]))"
)
_NOT_OF_THE_CAR = (
    (
        compile_words(
            r"plat(?: nomor)?(?: warna)? (?:hitam|putih|kuning|merah|biru)(?: (?:atau|apa) \w+)?"
        ),
        "plat",
    ),
    (
        compile_words(
            r"(?:interior|jok|velg|kulit|dashboard) (?:hitam|coklat|krem|beige|merah|putih|black)"
        ),
        "interior",
    ),
    (compile_words(r"(?:irit|boros|konsumsi|isi)(?: gak)? (?:bensin|solar|bbm)"), "konsumsi"),
    (compile_words(r"minyak solar|listrik(?: aman| normal)"), "kelistrikan"),
)


class Traits(TypedDict):
    """The traits named, by the fields of `CarCriteria`."""

    transmission: str | None
    fuel_type: str | None
    body_type: str | None
    color: str | None
    seats: int | None


def take_traits(reader: Reader) -> Traits:
    """Take the traits of the car that the text describes."""
    for pattern, mark in _NOT_OF_THE_CAR:
        reader.text = pattern.sub(mark, reader.text)
    reader.text = _AT.sub("matic", reader.text)
    seats = FirstValue()
    reader.take(_SEATS, "ATTR", lambda m: seats.add(int(m[1])))
    return {
        "transmission": _take_one(reader, _TRANSMISSION, _TRANSMISSIONS, "ATTR"),
        "fuel_type": _take_one(reader, _FUEL, _FUELS, "ATTR"),
        "body_type": _take_one(reader, _BODY, _BODIES, "BODY"),
        "color": _take_one(reader, _COLOR, COLOR_OF_WORD, "COLOR"),
        "seats": seats.value,
    }


def _take_one(
    reader: Reader, pattern: re.Pattern[str], words: Mapping[str, str], mark: str
) -> str | None:
    """Take the trait named; None when it is refused, or when two are named to choose from."""
    wanted: set[str] = set()

    def note(match: re.Match[str]) -> bool:
        if not match["no"]:
            wanted.add(words[match["word"]])
        return True

    reader.take(pattern, mark, note)
    return wanted.pop() if len(wanted) == 1 else None
