"""Words for the gearbox, the fuel and the shape of a car, as customers search for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_WORDS = {
    ("transmission", "automatic"): "automatic matic at otomatis cvt dct",
    ("transmission", "manual"): "manual mt",
    ("fuel_type", "petrol"): "petrol bensin gasoline",
    ("fuel_type", "diesel"): "diesel solar",
    ("fuel_type", "hybrid"): "hybrid hev phev",
    ("fuel_type", "electric"): "electric listrik ev bev",
    ("body_type", "mpv"): "mpv",
    ("body_type", "suv"): "suv",
    ("body_type", "hatchback"): "hatchback",
    ("body_type", "sedan"): "sedan",
    ("body_type", "lcgc"): "lcgc",
    ("body_type", "pickup"): "pickup",
    ("body_type", "double-cabin"): "dcab doublecabin",
    ("body_type", "minibus"): "minibus",
    ("body_type", "coupe"): "coupe",
    ("body_type", "van"): "van",
    ("body_type", "wagon"): "wagon",
}

TRAIT_OF_WORD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {word: trait for trait, words in _WORDS.items() for word in words.split()}
)
"""A whole word → the column of a car and the value that it means."""
