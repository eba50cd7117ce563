"""Our own words that come back, with other spacing, case or invisible characters."""

from __future__ import annotations

import unicodedata

from autoleads.text.clean import normalize

MAX_COMPARED = 5_000


def same_words(text: str, other: str) -> bool:
    """Return whether two texts are the same but for what a gateway changes; empty ones are not."""
    words = _bare(text)
    return bool(words) and words == _bare(other)


def _bare(text: str) -> str:
    """Return the letters, digits and signs of a text, without their case."""
    folded = normalize("NFKC", text[:MAX_COMPARED]).casefold()
    return "".join(char for char in folded if _is_visible(char))


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Mn")
