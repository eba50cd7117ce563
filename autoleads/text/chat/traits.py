"""Traits of a car named in a message: transmission, fuel, body, colour, seats."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypedDict, TypeVar

from autoleads.text.chat.amounts import FirstValue, Reader, compile_words
from autoleads.text.chat.slang import meanings
from autoleads.text.colors import COLOR_OF_WORD
from autoleads.text.features import FEATURES
from autoleads.text.plate import Parity, plate_region_name

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
TRAIT_WORDS = frozenset(
    word
    for table in (_TRANSMISSIONS, _FUELS, _BODIES, COLOR_OF_WORD)
    for trait in table
    for word in trait.split()
)


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile a pattern for one of the words, `no` in front of it when it is refused."""
    alternatives = "|".join(sorted(words, reverse=True))
    return compile_words(rf"(?:(?P<no>bukan|jangan|selain|non|gak mau) )?(?P<word>{alternatives})")


_TRANSMISSION = _any_of(_TRANSMISSIONS)
_FUEL = _any_of(_FUELS)
_BODY = _any_of(_BODIES)
_COLOR = _any_of(COLOR_OF_WORD)
_PARITIES: Mapping[str, Parity] = {
    "ganjil": "odd",
    "odd": "odd",
    "genap": "even",
    "even": "even",
}
_PARITY = _any_of(_PARITIES)
_DRIVES: Mapping[str, Literal["4x4", "4x2"]] = {"fourwheel": "4x4", "twowheel": "4x2"}
_DRIVE = _any_of(_DRIVES)
_REGION = compile_words(
    r"(?:plat|nopol)(?: nomor| daerah)? ([a-z]{1,2})(?: (?:atau|apa|/) ([a-z]{1,2}))?"
)
_FEATURES = {name: compile_words(pattern) for name, pattern in FEATURES.items()}
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


Word = TypeVar("Word", bound=str)


class Traits(TypedDict):
    """The traits named, by the fields of `CarCriteria`."""

    transmission: str | None
    fuel_type: str | None
    body_type: str | None
    color: str | None
    seats: int | None
    plate_region: str | None
    plate_parity: Parity | None
    drive: Literal["4x4", "4x2"] | None
    features: frozenset[str]
    refused: frozenset[tuple[str, str]]


def take_traits(reader: Reader) -> Traits:
    """Take the traits of the car that the text describes."""
    for pattern, mark in _NOT_OF_THE_CAR:
        reader.text = pattern.sub(mark, reader.text)
    reader.text = _AT.sub("matic", reader.text)
    seats = FirstValue()
    reader.take(_SEATS, "ATTR", lambda m: seats.add(int(m[1])))
    gearbox, refused_gearboxes = _take_one(reader, _TRANSMISSION, _TRANSMISSIONS, "ATTR")
    fuel, refused_fuels = _take_one(reader, _FUEL, _FUELS, "ATTR")
    body, refused_bodies = _take_one(reader, _BODY, _BODIES, "BODY")
    color, refused_colors = _take_one(reader, _COLOR, COLOR_OF_WORD, "COLOR")
    refused = {
        "transmission": refused_gearboxes,
        "fuel_type": refused_fuels,
        "body_type": refused_bodies,
        "color": refused_colors,
    }
    return {
        "transmission": gearbox,
        "fuel_type": fuel,
        "body_type": body,
        "color": color,
        "seats": seats.value,
        "plate_region": _take_region(reader),
        "plate_parity": _take_one(reader, _PARITY, _PARITIES, "PARITY")[0],
        "drive": _take_one(reader, _DRIVE, _DRIVES, "DRIVE")[0],
        "features": frozenset(_take_features(reader)),
        "refused": frozenset((name, value) for name, values in refused.items() for value in values),
    }


def _take_region(reader: Reader) -> str | None:
    """Take the letters that a plate should begin with, as in "plat B"."""
    regions: set[str] = set()

    def note(match: re.Match[str]) -> bool:
        named = {letters.upper() for letters in match.groups() if letters}
        if not all(map(plate_region_name, named)):
            return False
        regions.update(named)
        return True

    reader.take(_REGION, "plat", note)
    return regions.pop() if len(regions) == 1 else None


def _take_features(reader: Reader) -> Iterator[str]:
    for name, pattern in _FEATURES.items():
        if pattern.search(reader.text):
            reader.take(pattern, "FEATURE", lambda _: True)
            yield name


def _take_one(
    reader: Reader, pattern: re.Pattern[str], words: Mapping[str, Word], mark: str
) -> tuple[Word | None, set[Word]]:
    """Take the trait named, and those that are refused.

    If two are named to choose from, none is wanted.
    """
    wanted: set[Word] = set()
    refused: set[Word] = set()

    def note(match: re.Match[str]) -> bool:
        (refused if match["no"] else wanted).add(words[match["word"]])
        return True

    reader.take(pattern, mark, note)
    return (wanted.pop() if len(wanted) == 1 else None), refused
