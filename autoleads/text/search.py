"""The words that cars are found by, and those of a search, both in one spelling.

A word of a search matches a car if one of the car's words begins with it, in SQL
`search_text LIKE '% word%'`. Words are letters and digits only, so nothing needs escaping.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from autoleads.text.clean import drop_characters, normalize

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
"""A word that customers write → the name they mean, both normalised."""

# Customers call the Innova by its older name, Kijang, but one who asks for an Innova does not want
# an old Kijang: so an Innova has both words, and the word of a search stays as it is.
_ALSO_CALLED = {"innova": "kijang"}

_JOINERS = re.compile(r"[-./'’_\u2010-\u2015]+")
_WORD = re.compile(r"[^\W_]+")
# Names of two parts that some dealers write as one word (HRV, CX5).
_SPLIT_NAME = re.compile(r"\b(?:([bchw]r) (v)|(x) (trail)|(cx) ([0-9]+))\b")


def search_text(*, brand: str, model: str, variant: str | None, code: str | None, year: int) -> str:
    """Return the words that a car is found by, normalised, with a space at either end.

    They are the parts of its name and each two neighbours joined, so that `HR-V` is found as
    `hrv`, `hr v` and `hr-v`.
    """
    name = _normalise(" ".join(filter(None, (brand, model, variant))))
    joined = _WORD.findall(_JOINERS.sub("", name))
    parts = _WORD.findall(name)
    words = joined + parts + ["".join(pair) for pair in pairwise(parts)]
    words += [_CORRECTIONS[word] for word in words if word in _CORRECTIONS]
    words += [_ALSO_CALLED[word] for word in words if word in _ALSO_CALLED]
    words += _WORD.findall(_normalise(code or ""))
    words.append(str(year))
    return f" {' '.join(dict.fromkeys(words))} "


def search_words(q: str) -> list[str]:
    """Return the words of a search, normalised and with known misspellings corrected.

    Each word comes once, at most `MAX_WORDS` of them.
    """
    joined = " ".join(_WORD.findall(_JOINERS.sub("", _normalise(q))))
    words = _SPLIT_NAME.sub(lambda match: match[0].replace(" ", ""), joined).split()
    return list(dict.fromkeys(_CORRECTIONS.get(word, word) for word in words))[:MAX_WORDS]


def _normalise(text: str) -> str:
    """Return a text in lower case, without accents."""
    decomposed = normalize("NFKD", text).casefold()
    return drop_characters(decomposed, unicodedata.combining)
