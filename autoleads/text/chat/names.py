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
from autoleads.text.search import SPELLINGS

_ORDINARY = FILLERS | VOCATIVES | WORDS.keys() | set(WORDS.values())
_LETTERS = frozenset("gevsjmqrx")
_NOT_A_VARIANT_BEFORE = frozenset(["ada", "bisa", "jadi", "mau", "boleh", "tau", "tahu", "nego"])
_NOT_WANTED = frozenset(["bukan", "selain", "kecuali", "jangan", "except", "not", "anti", "tanpa"])
_JOINERS = frozenset(["atau", "sama", "dan", "and", "dengan", "/"])


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


Lexicon = Mapping[str, tuple[str, str | None]]
"""What is written, letters and digits only → the brand and, unless it names the brand alone, the model."""


def _writings(name: str) -> set[str]:
    """How a name is looked up: as it is, and with its words in the spelling `slang` gives them (Gran Max)."""
    words = name.casefold().replace("-", " ").split()
    return {_key(name), _key("".join(WORDS.get(word, word) for word in words))}


def _market() -> Lexicon:
    makes = [line.partition(":") for line in MODELS.replace("\n  ", " ").strip().splitlines()]
    models = {
        written: (brand, name.strip())
        for brand, _, names in makes
        for name in names.split(",")
        for written in _writings(name)
    }
    behind = {
        _key(brand + name): (brand, name)
        for brand, names in BEHIND_THE_MAKER.items()
        for name in names
    }
    brands = {
        _key(brand): brand for brand, _, _ in makes if brand not in BRANDS_THAT_ARE_WORDS
    } | BRAND_NAMES
    known = {written: (brand, None) for written, brand in brands.items()} | models | behind
    known |= {written: known[_key(meant)] for written, meant in OTHER_NAMES.items()}
    misspelt = {written: known[meant] for written, meant in SPELLINGS.items() if meant in known}
    return misspelt | known


_MARKET = _market()
_VARIANT_NAMES = {_key(name): name for name in VARIANTS.split()}


@dataclass
class Names:
    """Brands and models in the order named, the first variant, and what is not wanted."""

    brand: str | None = None
    models: list[str] = field(default_factory=list)
    variant: str | None = None
    excluded: set[str] = field(default_factory=set)


def lexicon(models: Mapping[str, str] | None) -> Lexicon:
    """The market's names and those of a dealer's own stock (model → brand), which keep the dealer's spelling."""
    return _lexicon(frozenset(models.items())) if models else _MARKET


@lru_cache(maxsize=256)
def _lexicon(models: frozenset[tuple[str, str]]) -> Lexicon:
    known = dict(_MARKET)
    for model, brand in sorted(models):
        key = _key(model)
        known.setdefault(_key(brand), (brand, None))
        known[_key(brand) + key] = (brand, model)
        if len(key) > 2 and not key.isdigit() and key not in _ORDINARY:
            known |= dict.fromkeys(_writings(model), (brand, model))
    spelling = {_key(model): (brand, model) for model, brand in sorted(models)}
    return {
        written: spelling.get(_key(name or ""), (brand, name))
        for written, (brand, name) in known.items()
    }


def take_names(words: list[str], known: Lexicon) -> tuple[Names, list[str]]:
    """The names among the words, and the words with `CAR` for each name."""
    names = Names()
    rest: list[str] = []
    position, unwanted = 0, False
    while position < len(words):
        length, found = _name_at(words, position, known)
        if found is None or (rest[-1:] == ["CAR"] and words[position] in _VARIANT_NAMES):
            word = words[position]
            unwanted = word in _NOT_WANTED or words[position - 1 : position + 1] == ["gak", "mau"] or (
                unwanted and word in _JOINERS
            )  # fmt: skip
            variant = _variant_at(words, position, rest)
            names.variant = names.variant or variant
            rest.append("CAR" if variant else word)
        else:
            _note(names, *found, unwanted=unwanted)
            rest.append("NOT" if unwanted else "CAR")
        position += length
    return names, rest


def has_name(words: list[str], known: Lexicon) -> bool:
    return any(_name_at(words, position, known)[1] for position in range(len(words)))


def _name_at(
    words: list[str], position: int, known: Lexicon
) -> tuple[int, tuple[str, str | None] | None]:
    for length in (3, 2, 1):
        if len(words) >= position + length:
            written = "".join(words[position : position + length])
            if written in known and (length == 1 or len(written) > 2):
                return length, known[written]
    if words[position].removesuffix("ne") in known:  # Javanese for "-nya"
        return 1, known[words[position].removesuffix("ne")]
    return 1, None


def _note(names: Names, brand: str, model: str | None, *, unwanted: bool) -> None:
    if unwanted:
        names.excluded.discard(brand if model else "")
        names.excluded.add(model or brand)
        return
    names.brand = names.brand or brand
    if model and model not in names.models:
        if not names.models:
            names.brand = brand
        names.models.append(model)


def _variant_at(words: list[str], position: int, before: list[str]) -> str | None:
    word = words[position]
    behind_a_car = "CAR" in before[-3:] or before[-1:] == ["tipe"]
    if not behind_a_car:
        return None
    if word in _LETTERS:
        following = words[position + 1] if position + 1 < len(words) else ""
        choice = following in {"atau", "apa", "/"} or (following == "sama" and "beda" in words)
        return None if choice or following in _NOT_A_VARIANT_BEFORE else word.upper()
    return _VARIANT_NAMES.get(word)
