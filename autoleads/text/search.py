"""The public search: what is stored of a car, what is asked for, and the spellings both meet in.

A word of the query matches a car when it begins one of the words stored, which in SQL is
`search_text LIKE '% word%'`; words are letters and digits only, so nothing needs escaping.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from autoleads.text.clean import normalize

MAX_WORDS = 10

_CORRECTIONS = {
    "agia": "agya",
    "alfard": "alphard",
    "alpard": "alphard",
    "almas": "almaz",
    "avansa": "avanza",
    "calia": "calya",
    "chevy": "chevrolet",
    "cigra": "sigra",
    "civik": "civic",
    "daihatshu": "daihatsu",
    "ekspander": "xpander",
    "ertika": "ertiga",
    "expander": "xpander",
    "fortunner": "fortuner",
    "grandmax": "granmax",
    "hundai": "hyundai",
    "inova": "innova",
    "jass": "jazz",
    "merc": "mercedes",
    "mercy": "mercedes",
    "mitsubisi": "mitsubishi",
    "mobilo": "mobilio",
    "pajerro": "pajero",
    "susuki": "suzuki",
    "velfire": "vellfire",
    "volkswagon": "volkswagen",
    "vw": "volkswagen",
    "wulling": "wuling",
    "xpender": "xpander",
    "yariz": "yaris",
}

SPELLINGS: Mapping[str, str] = MappingProxyType(_CORRECTIONS | {"kijang": "innova"})
"""What buyers write → the name meant, both as single normalised words."""

# Buyers call the Innova by its older name, but whoever asks for an Innova does not want an old Kijang: so the cars
# carry this name and the query keeps it.
_ALSO_CALLED = {"innova": "kijang"}

_JOINERS = re.compile(r"[-./'’_\u2010-\u2015]+")
_WORD = re.compile(r"[^\W_]+")
# Names of two parts that some dealers store as one word (HRV, CX5).
_SPLIT_NAME = re.compile(r"\b(?:([bchw]r) (v)|(x) (trail)|(cx) ([0-9]+))\b")


def search_text(*, brand: str, model: str, variant: str | None, code: str | None, year: int) -> str:
    """The words a car is found by, normalised, with a space at either end.

    Besides each part of its name there are the neighbours joined, so that `HR-V` is found as `hrv`, `hr v` and `hr-v`.
    """
    name = _normalise(" ".join(filter(None, (brand, model, variant))))
    joined = _WORD.findall(_JOINERS.sub("", name))
    parts = _WORD.findall(name)
    words = [*joined, *parts, *map("".join, pairwise(parts))]
    words += [_CORRECTIONS[word] for word in words if word in _CORRECTIONS]
    words += [_ALSO_CALLED[word] for word in words if word in _ALSO_CALLED]
    words += [*_WORD.findall(_normalise(code or "")), str(year)]
    return f" {' '.join(dict.fromkeys(words))} "


def search_words(q: str) -> list[str]:
    """The words of a query, normalised and with known misspellings put right, each once and at most ten.

    Empty when the query holds no letter or digit.
    """
    joined = " ".join(_WORD.findall(_JOINERS.sub("", _normalise(q))))
    words = _SPLIT_NAME.sub(lambda match: match[0].replace(" ", ""), joined).split()
    return list(dict.fromkeys(_CORRECTIONS.get(word, word) for word in words))[:MAX_WORDS]


def _normalise(text: str) -> str:
    """Lower case without accents."""
    decomposed = normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))
