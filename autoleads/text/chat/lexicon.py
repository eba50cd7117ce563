"""The names that are known in a message: those of the market and of a dealer's own stock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from autoleads.text.chat.market import (
    BEHIND_THE_MAKER,
    BRAND_NAMES,
    BRANDS_THAT_ARE_WORDS,
    MODELS,
    OTHER_NAMES,
    RARE_MODELS,
)
from autoleads.text.chat.ordinary import FALSE_FRIENDS, KNOWN_WORDS
from autoleads.text.chat.slang import WORDS
from autoleads.text.chat.sound import SoundIndex, make_index
from autoleads.text.codes import parse_code
from autoleads.text.search import SPELLINGS

_MOST_POSSIBLE = 3
"""A word that may be any of more names than these is not heard as one."""
_SHORTEST_STEM = {"ne": 4, "na": 4, "e": 5}
"""Javanese and Sundanese for "-nya", as in "avanzane", and the shortest name that it follows."""
_WORD_ENDS = re.compile("[ -]")

Name = tuple[str, str | None]
"""A brand and, unless the brand alone is named, its model."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Names by how they are written, letters and digits only, and by ear."""

    names: Mapping[str, Name]
    indexes: tuple[SoundIndex, ...]
    in_stock: frozenset[Name] = frozenset()
    variants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By model of the stock, the words of its variants: small letters → as the dealer writes."""

    def find(self, written: str) -> Name | None:
        """Return the name that is written so."""
        return self.names.get(written)

    def find_stem(self, word: str) -> Name | None:
        """Return the name that a word is with a regional "-nya"."""
        return next(filter(None, map(self.names.get, _stems(word))), None)

    def hear(self, word: str, maker: str | None) -> tuple[Name, ...]:
        """Return the names that a word may stand for, by its sound or but for one letter.

        Of several, those in stock. An ordinary word stands for none, unless it sounds like a model
        of the maker before it ("suzuki jimmy").
        """
        if word in KNOWN_WORDS or not word.isalpha():
            return ()
        possible = _possible_names(self, word)
        if maker is not None:
            of_maker = tuple(name for name in possible if name[0] == maker and name[1])
            if of_maker:
                return of_maker
        return () if word in FALSE_FRIENDS else possible

    def hear_two_words(self, words: Sequence[str]) -> tuple[Name, ...]:
        """Return the names of two words that these sound like ("santa pe"); not two ordinary ones.

        A letter off is too much here: any two words that meet would be compared.
        """
        if len(words) < 2 or all(word in KNOWN_WORDS or word in FALSE_FRIENDS for word in words):
            return ()
        joined = "".join(words)
        written = [found for index in self.indexes for found in index.same_sound(joined)]
        names = _likeliest(self, written)
        return tuple(name for name in names if name[1] and _WORD_ENDS.search(name[1]))

    def variant_of(self, model: str | None, word: str) -> str | None:
        """Return the variant that the dealer has of a model; one of another model is none."""
        if model is None:
            return None
        key = _key(model)
        for stock_model, words in self.variants.items():
            if stock_model.startswith(key) and word in words:
                return words[word]
        return None


@lru_cache(maxsize=4096)
def _possible_names(lexicon: Lexicon, word: str) -> tuple[Name, ...]:
    for spoken in (word, *_stems(word)):
        if spoken != word and (spoken in KNOWN_WORDS or spoken in FALSE_FRIENDS):
            continue
        for find in (SoundIndex.same_sound, SoundIndex.one_letter_off):
            written = [found for index in lexicon.indexes for found in find(index, spoken)]
            if written:
                return _likeliest(lexicon, written)
    return ()


def _likeliest(lexicon: Lexicon, written: Iterable[str]) -> tuple[Name, ...]:
    names = tuple(dict.fromkeys(lexicon.names[name] for name in written))
    in_stock = tuple(name for name in names if name in lexicon.in_stock)
    likeliest = in_stock or names
    return likeliest if len(likeliest) <= _MOST_POSSIBLE else ()


def _stems(word: str) -> list[str]:
    stems: list[str] = []
    for suffix, shortest in _SHORTEST_STEM.items():
        if word.endswith(suffix) and len(word) >= shortest + len(suffix):
            stems.append(word.removesuffix(suffix))
    return stems


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _writings(name: str) -> set[str]:
    """Return how a name is looked up: as it is, and in the spelling of `slang` (Gran Max)."""
    words = name.casefold().replace("-", " ").split()
    respelt = [WORDS.get(word, word) for word in words]
    return {_key(name), _key("".join(respelt))}


def _names_of(brands: Mapping[str, Iterable[str]]) -> dict[str, Name]:
    """Return brands and their models by how they are written."""
    names: dict[str, Name] = {}
    for brand, models in brands.items():
        if brand not in BRANDS_THAT_ARE_WORDS:
            names[_key(brand)] = (brand, None)
        for model in models:
            names |= dict.fromkeys(_writings(model), (brand, model))
    return names


def _more_writings(names: Mapping[str, Name]) -> dict[str, Name]:
    """Return further writings of the names: short models behind their maker, misspellings."""
    more: dict[str, Name] = {}
    for brand, short_models in BEHIND_THE_MAKER.items():
        for model in short_models:
            more[_key(brand + model)] = (brand, model)
    for written, model in OTHER_NAMES.items():
        more[written] = names[_key(model)]
    for misspelt, written in SPELLINGS.items():
        if written in names and misspelt not in names:
            more.setdefault(misspelt, names[written])
    return more


_NOT_ALONE = KNOWN_WORDS | {
    _key(model) for short_models in BEHIND_THE_MAKER.values() for model in short_models
}
_COMMON = _names_of(MODELS) | {written: (brand, None) for written, brand in BRAND_NAMES.items()}
_NAMES = _names_of(RARE_MODELS) | _COMMON
_INDEX = make_index([*_COMMON, "kijang"])
_MARKET = Lexicon(_NAMES | _more_writings(_NAMES), (_INDEX,))
NAMES_LIKE_CODES = frozenset(filter(parse_code, map(str.upper, _MARKET.names)))
"""Names of models that look like the codes of cars: C200, L300."""


def make_lexicon(
    models: Mapping[str, str] | None, variants: Collection[tuple[str, str]] = ()
) -> Lexicon:
    """Return the names of the market and of a dealer's own stock, in the dealer's spelling.

    Args:
        models: The models of the stock, each with its brand.
        variants: The variants of the stock, each behind its model.
    """
    if not models:
        return _MARKET
    return _stock_lexicon(frozenset(models.items()), frozenset(variants))


@lru_cache(maxsize=256)
def _stock_lexicon(
    models: frozenset[tuple[str, str]], variants: frozenset[tuple[str, str]]
) -> Lexicon:
    names = dict(_MARKET.names)
    spellings: dict[str, Name] = {}
    own: set[str] = set()
    for model, brand in sorted(models):
        key = _key(model)
        spellings[key] = (brand, model)
        own.add(_key(brand))
        names.setdefault(_key(brand), (brand, None))
        names[_key(brand) + key] = (brand, model)
        if len(key) > 2 and not key.isdigit() and key not in _NOT_ALONE:
            own |= _writings(model)
            names |= dict.fromkeys(_writings(model), (brand, model))
    for written, name in names.items():
        names[written] = spellings.get(_key(name[1] or ""), name)
    index = make_index(own - _COMMON.keys())
    return Lexicon(names, (_INDEX, index), _names_in_stock(names, spellings), _by_model(variants))


def _names_in_stock(names: Mapping[str, Name], spellings: Mapping[str, Name]) -> frozenset[Name]:
    """Return the names that cars of the stock go by: Pajero for a Pajero Sport."""
    in_stock: set[Name] = {(brand, None) for brand, _ in spellings.values()}
    keys = tuple(spellings)
    for name in set(names.values()):
        short = _key(name[1] or "")
        if short and any(key.startswith(short) for key in keys):
            in_stock.add(name)
    return frozenset(in_stock)


def _by_model(variants: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Return the words of the variants of each model."""
    words: dict[str, dict[str, str]] = {}
    for model, variant in sorted(variants):
        for word in variant.split():
            if _key(word) not in KNOWN_WORDS and not word[0].isdigit():
                words.setdefault(_key(model), {})[_key(word)] = word
    return words
