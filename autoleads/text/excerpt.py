"""Excerpts of long texts, around the words that were searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BEFORE = 40
"""Characters that stand before the first word found."""
LENGTH = 160


@dataclass(frozen=True)
class Part:
    """A part of an excerpt: one of the words, or what stands between them."""

    text: str
    is_word: bool


def excerpt(text: str, words: Sequence[str]) -> list[Part]:
    """Return the parts of a text around the first of some words, on one line.

    Where the text goes on, the excerpt has an ellipsis.
    """
    line = " ".join(text.split())
    any_word = _pattern(words)
    found = any_word.search(line)
    start = max(found.start() - BEFORE, 0) if found else 0
    shown = line[start : start + LENGTH]
    before = "…" if start > 0 else ""
    after = "…" if start + LENGTH < len(line) else ""
    return _parts(before + shown + after, any_word)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of any of the words, the longest first."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _parts(shown: str, any_word: re.Pattern[str]) -> list[Part]:
    parts = []
    end = 0
    for match in any_word.finditer(shown):
        parts.append(Part(shown[end : match.start()], is_word=False))
        parts.append(Part(match[0], is_word=True))
        end = match.end()
    parts.append(Part(shown[end:], is_word=False))
    return [part for part in parts if part.text]
