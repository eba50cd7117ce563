"""Cleaning of untrusted text, before it is stored or shown."""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

MAX_READ = 2000
"""Characters of a message that are read for its meaning: more than any question needs."""

_MAX_MARKS = 30
# Letters that normalisation turns into marks.
_HALFWIDTH_MARKS = "\uff9e\uff9f"

_LINE_ENDS = re.compile(r"\r\n?")
# Control characters but tab and newline, lone surrogates, and bidirectional overrides, which
# show text in another order than it is stored.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def normalize(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """Return a text in a normal form of Unicode, without marks after the thirtieth in a row.

    `unicodedata.normalize` sorts marks in quadratic time: 100 kB of marks would keep a worker busy
    for seconds.
    """
    if text.isascii():
        return text
    chars = []
    marks = 0
    for char in text:
        is_mark = unicodedata.category(char).startswith("M") or char in _HALFWIDTH_MARKS
        marks = marks + 1 if is_mark else 0
        if marks <= _MAX_MARKS:
            chars.append(char)
    return unicodedata.normalize(form, "".join(chars))


def drop_characters(text: str, is_unwanted: Callable[[str], object]) -> str:
    """Return a text without some characters; each is judged once, however often it occurs."""
    unwanted = list(filter(is_unwanted, set(text)))
    if not unwanted:
        return text
    return text.translate(dict.fromkeys(map(ord, unwanted)))


def clean_text(raw: str) -> str:
    """Return a text in NFC, with LF line ends and without characters that cannot be shown.

    Those are NUL, control characters, lone surrogates and bidirectional overrides.
    """
    return normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", raw)))


def clean_line(raw: str) -> str:
    """Return a clean text on one line, with single spaces and none at the ends."""
    return " ".join(clean_text(raw).split())
