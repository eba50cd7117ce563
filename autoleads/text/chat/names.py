"""The makes, models and variants named among the words of a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from autoleads.text.chat.lexicon import Lexicon, Name
from autoleads.text.chat.market import NOT_A_CAR_BEFORE, NOT_A_CAR_BEHIND, VARIANTS
from autoleads.text.chat.ordinary import FALSE_FRIENDS, KNOWN_WORDS
from autoleads.text.chat.sound import make_index

_VARIANT_LETTERS = frozenset("gevsjmqrx")
_NOT_A_VARIANT_BEFORE = frozenset(["ada", "bisa", "jadi", "mau", "boleh", "tau", "tahu", "nego"])
_ALTERNATIVES = frozenset(["atau", "apa", "/"])
_NOT_WANTED = frozenset(["bukan", "selain", "kecuali", "jangan", "except", "not", "anti", "tanpa"])
_JOINERS = frozenset(["atau", "sama", "dan", "and", "dengan", "/"])
_LONGEST_NAME = 3
_NEAR_BEHIND = 3
"""A variant is one of the next words behind its car, not counting what else describes the car."""
_DESCRIBES = frozenset(["matic", "manual", "cvt", "tahun", "tipe", "bensin", "solar", "cc"])

_VARIANT_NAMES = {name.casefold(): name for name in VARIANTS.split()}
_VARIANT_INDEX = make_index(_VARIANT_NAMES)


@dataclass
class Names:
    """The names in a text: brand, models in order with their variants, and what is not wanted."""

    brand: str | None = None
    models: list[str] = field(default_factory=list)
    variants: dict[str | None, str] = field(default_factory=dict)
    """The first variant of each model; of no model, if a variant alone is named."""
    excluded: set[str] = field(default_factory=set)
    heard: list[tuple[str, ...]] = field(default_factory=list)
    """For each name that was inexact, in full what it may stand for."""

    def add(self, name: Name) -> None:
        brand, model = name
        if self.brand is None or (model and not self.models):
            self.brand = brand
        if model and model not in self.models:
            self.models.append(model)
            self.heard = [names for names in self.heard if names != (brand,)]  # now it is certain

    def add_heard(self, possible: tuple[Name, ...]) -> None:
        """Add an inexact name; one that may stand for several, or is named too, adds no model."""
        if any(model in self.models for _, model in possible) or (self.brand, None) in possible:
            return
        self.heard.append(tuple(map(_full_name, possible)))
        if len(possible) == 1:
            self.add(possible[0])

    def exclude(self, name: Name) -> None:
        """Exclude a model, or else all of its brand; "bukan toyota avanza" excludes Avanza only."""
        brand, model = name
        if model:
            self.excluded.discard(brand)
        self.excluded.add(model or brand)

    def add_variant(self, variant: str) -> None:
        self.variants.setdefault(self.last_model, variant)

    @property
    def last_model(self) -> str | None:
        return self.models[-1] if self.models else None


@dataclass(frozen=True)
class _Found:
    """A name that was found: how many words it has and what it may stand for."""

    length: int = 1
    names: tuple[Name, ...] = ()
    is_exact: bool = True


def take_names(words: list[str], lexicon: Lexicon) -> tuple[Names, list[str]]:
    """Return the names among the words, and the words with a mark in place of each name.

    The mark is `CAR`, or `NOT` for what is not wanted ("bukan avanza").
    """
    names = Names()
    marked: list[str] = []
    unwanted = False
    position = 0
    while position < len(words):
        maker = names.brand if marked[-1:] == ["CAR"] and not names.models else None
        found = _find(words, position, lexicon, maker)
        if not found.names or _is_variant_behind_car(words[position], marked):
            unwanted = _refuses(words, position, unwanted=unwanted)
            variant = _variant_at(words, position, marked, lexicon, names.last_model)
            if variant:
                names.add_variant(variant)
                if marked[-1:] == ["tipe"]:
                    marked[-1] = "CAR"
            marked.append("CAR" if variant else words[position])
        elif unwanted:
            for name in found.names:
                names.exclude(name)
            marked.append("NOT")
        else:
            if found.is_exact:
                names.add(found.names[0])
            else:
                names.add_heard(found.names)
            marked.append("CAR")
        position += found.length
    return names, marked


def has_name(words: list[str], lexicon: Lexicon) -> bool:
    """Return whether a name is among the words."""
    return any(_find(words, position, lexicon).names for position in range(len(words)))


def _find(words: list[str], position: int, lexicon: Lexicon, maker: str | None = None) -> _Found:
    """Return the longest name that begins at a position, or else what is heard there as one."""
    for length in range(_LONGEST_NAME, 0, -1):
        if position + length > len(words):
            continue
        written = "".join(words[position : position + length])
        name = lexicon.find(written) if length == 1 or len(written) > 2 else None
        if name is not None:
            if length == 1 and _is_ordinary_at(words, position):
                return _Found()
            return _Found(length, (name,))
    if name := lexicon.find_stem(words[position]):
        return _Found(names=(name,))
    if heard := lexicon.hear_two_words(words[position : position + 2]):
        return _Found(2, heard, is_exact=False)
    return _Found(names=lexicon.hear(words[position], maker), is_exact=False)


def _is_ordinary_at(words: list[str], position: int) -> bool:
    """Return whether a model that is a word too ("city") is that word beside its neighbours."""
    word = words[position]
    before = words[position - 1] if position else ""
    behind = words[position + 1] if position + 1 < len(words) else ""
    return before in NOT_A_CAR_BEHIND.get(word, ()) or behind in NOT_A_CAR_BEFORE.get(word, ())


def _full_name(name: Name) -> str:
    brand, model = name
    if model is None or model.startswith(brand):
        return model or brand
    return f"{brand} {model}"


def _is_variant_behind_car(word: str, before: list[str]) -> bool:
    """Return whether a word that is also a model ("Veloz") is the variant of the car before it."""
    return before[-1:] == ["CAR"] and word in _VARIANT_NAMES


def _refuses(words: list[str], position: int, *, unwanted: bool) -> bool:
    """Return whether the word at a position says that what follows it is not wanted."""
    word = words[position]
    if word in _NOT_WANTED or words[position - 1 : position + 1] == ["gak", "mau"]:
        return True
    return unwanted and word in _JOINERS


def _variant_at(
    words: list[str], position: int, before: list[str], lexicon: Lexicon, model: str | None
) -> str | None:
    """Return the variant at a position; it must stand close behind a car, or behind "tipe".

    Of two to choose from ("g atau e?") there is none.
    """
    following = words[position + 1] if position + 1 < len(words) else ""
    if not _is_beside_car(before) or _is_one_of_two(words, position):
        return None
    word = words[position]
    variant = _VARIANT_NAMES.get(word) or lexicon.variant_of(model, word) or _heard_variant(word)
    if len(word) > 1 or (variant is None and word not in _VARIANT_LETTERS):
        return variant
    if before[-1] == "tipe":
        return word.upper()
    if following in _NOT_A_VARIANT_BEFORE or (following == "sama" and "beda" in words):
        return None
    return word.upper()


def _heard_variant(word: str) -> str | None:
    """Return the variant that a word sounds like or is one letter off ("ultimet")."""
    if word in KNOWN_WORDS or word in FALSE_FRIENDS:
        return None
    heard = _VARIANT_INDEX.same_sound(word) or _VARIANT_INDEX.one_letter_off(word)
    return _VARIANT_NAMES[heard[0]] if len(heard) == 1 else None


def _is_one_of_two(words: list[str], position: int) -> bool:
    """Return whether "atau" or the like stands between a word and another variant."""
    behind = words[position + 1 : position + 3]
    before = words[max(0, position - 2) : position][::-1]
    return _offers_choice(behind) or _offers_choice(before)


def _offers_choice(neighbours: list[str]) -> bool:
    if len(neighbours) < 2 or neighbours[0] not in _ALTERNATIVES:
        return False
    return neighbours[1] in _VARIANT_NAMES or neighbours[1] in _VARIANT_LETTERS


def _is_beside_car(before: list[str]) -> bool:
    if not before:
        return False
    if before[-1] == "tipe" or "CAR" in before[-_NEAR_BEHIND:]:
        return True
    described = len(list(takewhile(_describes, reversed(before))))
    return before[: len(before) - described][-1:] == ["CAR"]


def _describes(word: str) -> bool:
    return word in _DESCRIBES or word[0].isdigit()
