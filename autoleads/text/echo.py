"""Our own words that come back: with a gateway's mark, other spacing or invisible characters."""

from __future__ import annotations

import re
import unicodedata

MAX_COMPARED = 5_000
_GATEWAY_MARK = re.compile(
    r"\s{0,9}>?\s{0,9}_?\s{0,9}sent (?:via|by|from) fonnte(?:\.com)?[\s_]{0,9}$", re.IGNORECASE
)


def same_words(text: str, other: str) -> bool:
    """Return whether two texts are the same but for what a gateway changes; empty ones are not."""
    words = _bare(text)
    return bool(words) and words == _bare(other)


def _bare(text: str) -> str:
    """Return the letters, digits and signs of a text, without its gateway's mark and its case."""
    unmarked = _GATEWAY_MARK.sub("", text[-MAX_COMPARED:])
    folded = unicodedata.normalize("NFKC", unmarked).casefold()
    return "".join(char for char in folded if _is_visible(char))


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Mn")
