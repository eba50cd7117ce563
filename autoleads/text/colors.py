"""Colours of cars, as dealers and customers write them."""

from collections.abc import Mapping
from types import MappingProxyType

COLORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hitam": ("hitam", "item", "ireng", "black"),
        "putih": ("putih", "white"),
        "silver": ("silver", "perak"),
        "abu-abu": ("abu", "abu abu", "grey", "gray"),
        "merah": ("merah", "maroon", "red"),
        "biru": ("biru", "blue"),
        "hijau": ("hijau", "ijo", "green"),
        "coklat": ("coklat", "cokelat", "brown"),
        "kuning": ("kuning", "yellow"),
        "oranye": ("oranye", "orange"),
        "emas": ("emas", "gold"),
        "krem": ("krem", "cream"),
        "ungu": ("ungu", "purple"),
    }
)
"""The name of a colour → the words that mean it."""

COLOR_OF_WORD: Mapping[str, str] = MappingProxyType(
    {word: color for color, words in COLORS.items() for word in words}
)


def color_pattern(color: str) -> str:
    """Return a regular expression that finds a colour of `COLORS` in what a dealer wrote."""
    return "|".join(COLORS[color])
