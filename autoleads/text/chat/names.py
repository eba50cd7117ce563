"""The makes and models of the Indonesian market, found among the words of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from autoleads.text.chat.market import (
    BEHIND_THE_MAKER,
    BRAND_NAMES,
    BRANDS_THAT_ARE_WORDS,
    MODELS,
    OTHER_NAMES,
    VARIANTS,
)
from autoleads.text.chat.slang import FILLERS, VOCATIVES, WORDS
from autoleads.text.codes import parse_code
from autoleads.text.search import SPELLINGS

_ORDINARY_WORDS = FILLERS | VOCATIVES | WORDS.keys() | set(WORDS.values())
_VARIANT_LETTERS = frozenset("gevsjmqrx")
_NOT_A_VARIANT_BEFORE = frozenset(["ada", "bisa", "jadi", "mau", "boleh", "tau", "tahu", "nego"])
_ALTERNATIVE_FOLLOWS = frozenset(["atau", "apa", "/"])
_NOT_WANTED = frozenset(["bukan", "selain", "kecuali", "jangan", "except", "not", "anti", "tanpa"])
_JOINERS = frozenset(["atau", "sama", "dan", "and", "dengan", "/"])
_LONGEST_NAME = 3

Name = tuple[str, str | None]
"""A brand and, unless the brand alone is named, its model."""
Lexicon = Mapping[str, Name]
"""Names by how they are written, letters and digits only."""


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _writings(name: str) -> set[str]:
    """Return how a name is looked up: as it is, and in the spelling of `slang` (Gran Max)."""
    words = name.casefold().replace("-", " ").split()
    respelt = [WORDS.get(word, word) for word in words]
    return {_key(name), _key("".join(respelt))}


def _market() -> Lexicon:
    lexicon: dict[str, Name] = {}
    for brand in MODELS:
        if brand not in BRANDS_THAT_ARE_WORDS:
            lexicon[_key(brand)] = (brand, None)
    for written, brand in BRAND_NAMES.items():
        lexicon[written] = (brand, None)
    for brand, models in MODELS.items():
        for model in models:
            lexicon |= dict.fromkeys(_writings(model), (brand, model))
    for brand, short_models in BEHIND_THE_MAKER.items():
        for model in short_models:
            lexicon[_key(brand + model)] = (brand, model)
    for written, model in OTHER_NAMES.items():
        lexicon[written] = lexicon[_key(model)]
    for misspelt, written in SPELLINGS.items():
        if written in lexicon:
            lexicon.setdefault(misspelt, lexicon[written])
    return lexicon


_MARKET = _market()
NAMES_LIKE_CODES = frozenset(filter(parse_code, map(str.upper, _MARKET)))
"""Names of models that look like the codes of cars: C200, L300."""
_VARIANT_NAMES = {_key(name): name for name in VARIANTS.split()}


def make_lexicon(models: Mapping[str, str] | None) -> Lexicon:
    """Return the names of the market and of a dealer's own stock, in the dealer's spelling.

    Args:
        models: The models of the stock, each with its brand.
    """
    if not models:
        return _MARKET
    return _stock_lexicon(frozenset(models.items()))


@lru_cache(maxsize=256)
def _stock_lexicon(models: frozenset[tuple[str, str]]) -> Lexicon:
    lexicon = dict(_MARKET)
    spellings: dict[str, Name] = {}
    for model, brand in sorted(models):
        key = _key(model)
        spellings[key] = (brand, model)
        lexicon.setdefault(_key(brand), (brand, None))
        lexicon[_key(brand) + key] = (brand, model)
        if len(key) > 2 and not key.isdigit() and key not in _ORDINARY_WORDS:
            lexicon |= dict.fromkeys(_writings(model), (brand, model))
    for written, name in lexicon.items():
        lexicon[written] = spellings.get(_key(name[1] or ""), name)
    return lexicon


@dataclass
class Names:
    """The names in a text: brand, models in order, the first variant, and what is not wanted."""

    brand: str | None = None
    models: list[str] = field(default_factory=list)
    variant: str | None = None
    excluded: set[str] = field(default_factory=set)

    def add(self, name: Name) -> None:
        brand, model = name
        if self.brand is None or (model and not self.models):
            self.brand = brand
        if model and model not in self.models:
            self.models.append(model)

    def exclude(self, name: Name) -> None:
        """Exclude a model, or else all of its brand; "bukan toyota avanza" excludes Avanza only."""
        brand, model = name
        if model:
            self.excluded.discard(brand)
        self.excluded.add(model or brand)


def take_names(words: list[str], lexicon: Lexicon) -> tuple[Names, list[str]]:
    """Return the names among the words, and the words with a mark in place of each name.

    The mark is `CAR`, or `NOT` for what is not wanted ("bukan avanza").
    """
    names = Names()
    marked: list[str] = []
    unwanted = False
    position = 0
    while position < len(words):
        length, name = _name_at(words, position, lexicon)
        if name is None or _is_variant_behind_car(words[position], marked):
            unwanted = _refuses(words, position, unwanted=unwanted)
            variant = _variant_at(words, position, marked)
            names.variant = names.variant or variant
            marked.append("CAR" if variant else words[position])
        elif unwanted:
            names.exclude(name)
            marked.append("NOT")
        else:
            names.add(name)
            marked.append("CAR")
        position += length
    return names, marked


def has_name(words: list[str], lexicon: Lexicon) -> bool:
    """Return whether a name is among the words."""
    return any(_name_at(words, position, lexicon)[1] for position in range(len(words)))


def _name_at(words: list[str], position: int, lexicon: Lexicon) -> tuple[int, Name | None]:
    """Return the longest name that begins at a position and how many words it has."""
    for length in range(_LONGEST_NAME, 0, -1):
        if position + length > len(words):
            continue
        written = "".join(words[position : position + length])
        if written in lexicon and (length == 1 or len(written) > 2):
            return length, lexicon[written]
    javanese = words[position].removesuffix("ne")  # "-ne" is Javanese for "-nya"
    return 1, lexicon.get(javanese)


def _is_variant_behind_car(word: str, before: list[str]) -> bool:
    """Return whether a word that is also a model ("Veloz") is the variant of the car before it."""
    return before[-1:] == ["CAR"] and word in _VARIANT_NAMES


def _refuses(words: list[str], position: int, *, unwanted: bool) -> bool:
    """Return whether the word at a position says that what follows it is not wanted."""
    word = words[position]
    if word in _NOT_WANTED or words[position - 1 : position + 1] == ["gak", "mau"]:
        return True
    return unwanted and word in _JOINERS


def _variant_at(words: list[str], position: int, before: list[str]) -> str | None:
    """Return the variant at a position, which must stand close behind a car."""
    if "CAR" not in before[-3:] and before[-1:] != ["tipe"]:
        return None
    word = words[position]
    if word not in _VARIANT_LETTERS:
        return _VARIANT_NAMES.get(word)
    following = words[position + 1] if position + 1 < len(words) else ""
    if following in _ALTERNATIVE_FOLLOWS or following in _NOT_A_VARIANT_BEFORE:
        return None
    if following == "sama" and "beda" in words:
        return None
    return word.upper()
