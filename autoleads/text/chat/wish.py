"""The car that words name."""

import re
from dataclasses import dataclass

from autoleads.text.chat.amounts import (
    Reader,
    Span,
    compile_words,
    take_budget,
    take_kilometres,
    take_years,
)
from autoleads.text.chat.meaning import CarWish
from autoleads.text.chat.names import Lexicon, take_names

_TRANSMISSIONS = {"matic": "automatic", "cvt": "automatic", "dct": "automatic", "manual": "manual", "mt": "manual"}
_FUELS = {
    "bensin": "petrol",
    "petrol": "petrol",
    "gasoline": "petrol",
    "solar": "diesel",
    "hybrid": "hybrid",
    "hev": "hybrid",
    "phev": "hybrid",
    "listrik": "electric",
    "electric": "electric",
    "ev": "electric",
    "bev": "electric",
    "bbg": "gas",
    "lpg": "gas",
}
_BODIES = {
    "mpv": "mpv",
    "suv": "suv",
    "hatchback": "hatchback",
    "hb": "hatchback",
    "sedan": "sedan",
    "lcgc": "lcgc",
    "pickup": "pickup",
    "pikap": "pickup",
    "pick up": "pickup",
    "bak terbuka": "pickup",
    "double cabin": "double-cabin",
    "dobel kabin": "double-cabin",
    "double kabin": "double-cabin",
    "minibus": "minibus",
    "mini bus": "minibus",
    "coupe": "coupe",
    "van": "van",
    "wagon": "wagon",
}
_COLORS = {
    "hitam": "hitam",
    "black": "hitam",
    "item": "hitam",
    "ireng": "hitam",
    "putih": "putih",
    "white": "putih",
    "silver": "silver",
    "perak": "silver",
    "abu": "abu-abu",
    "abu abu": "abu-abu",
    "grey": "abu-abu",
    "gray": "abu-abu",
    "merah": "merah",
    "red": "merah",
    "maroon": "merah",
    "biru": "biru",
    "blue": "biru",
    "hijau": "hijau",
    "ijo": "hijau",
    "green": "hijau",
    "coklat": "coklat",
    "cokelat": "coklat",
    "brown": "coklat",
    "kuning": "kuning",
    "yellow": "kuning",
    "oranye": "oranye",
    "orange": "oranye",
    "emas": "emas",
    "gold": "emas",
    "krem": "krem",
    "cream": "krem",
    "ungu": "ungu",
    "purple": "ungu",
}


def _any(words: dict[str, str]) -> re.Pattern[str]:
    return compile_words(
        rf"(?:(?P<no>bukan|jangan|selain|non|gak mau) )?(?P<word>{'|'.join(sorted(words, reverse=True))})"
    )


_TRAITS = (
    ("transmission", "ATTR", _TRANSMISSIONS, _any(_TRANSMISSIONS)),
    ("fuel_type", "ATTR", _FUELS, _any(_FUELS)),
    ("body_type", "BODY", _BODIES, _any(_BODIES)),
    ("color", "COLOR", _COLORS, _any(_COLORS)),
)
# "at" is English too: it means automatic only behind a car and not before its place or time.
_AT = re.compile(r"(?<=(?:CAR|EAR|ipe) )at(?! (?:your|my|home|night|this|that|any|all|what|which|least|[0-9]))(?!\S)")
_NOT_THE_CARS = (
    (compile_words(r"plat(?: nomor)?(?: (?:warna )?(?:hitam|putih|kuning|merah|biru))(?: (?:atau|apa) \w+)?"), "plat"),
    (
        compile_words(r"(interior|jok|velg|kulit|dashboard) (?:hitam|coklat|krem|beige|merah|putih|black|brown)"),
        "interior",
    ),
    (compile_words(r"(?:irit|boros|konsumsi|isi)(?: gak)? (?:bensin|solar|bbm)"), "konsumsi"),
    (compile_words(r"minyak solar|listrik(?: aman| normal)"), "kelistrikan"),
)
_SEATS = compile_words(r"(?:muat )?([2-9]|1[0-9]) (?:seat|seats|seater|kursi|penumpang|orang|bangku)")


@dataclass(frozen=True)
class Car:
    """What one stretch of text says of a car; `stated_km` is a distance that is no limit."""

    wish: CarWish
    stated_km: int | None


def take_car(reader: Reader, known: Lexicon) -> Car:
    """Reads a car out of the text and marks what it was made of."""
    names, words = take_names(reader.text.split(), known)
    reader.text = " ".join(words)
    km_max, stated_km = take_kilometres(reader)
    years = take_years(reader)
    budget = take_budget(reader)
    for pattern, mark in _NOT_THE_CARS:
        reader.text = pattern.sub(mark, reader.text)
    reader.text = _AT.sub("matic", reader.text)
    traits = {name: _take_trait(reader, words, pattern, mark) for name, mark, words, pattern in _TRAITS}
    seats = Span()
    reader.take(_SEATS, "ATTR", lambda m: seats.note(int(m[1]), None))
    wish = CarWish(
        brand=names.brand,
        model=names.models[0] if names.models else None,
        other_models=tuple(names.models[1:]),
        variant=names.variant,
        excluded=frozenset(names.excluded),
        year_min=years.least,
        year_max=years.most,
        price_min=budget.least,
        price_max=budget.most,
        km_max=km_max,
        seats=seats.least,
        **traits,
    )
    return Car(wish, stated_km)


def _take_trait(reader: Reader, meanings: dict[str, str], pattern: re.Pattern[str], mark: str) -> str | None:
    """The one trait named; None when it is refused, or when two are offered to choose from."""
    wanted: set[str] = set()

    def note(match: re.Match[str]) -> bool:
        if not match["no"]:
            wanted.add(meanings[match["word"]])
        return True

    reader.take(pattern, mark, note)
    return wanted.pop() if len(wanted) == 1 else None
