"""Untrusted text made fit to store and to show."""

import re
import unicodedata
from typing import Literal

_MAX_MARKS = 30
_HALFWIDTH_MARKS = "\uff9e\uff9f"  # letters that turn into marks

_LINE_ENDS = re.compile(r"\r\n?")
# Controls but tab and newline, lone surrogates, and the marks that make text read in another order than it is stored.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def normalize(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """`unicodedata.normalize` that drops marks after the thirtieth in a row.

    Sorting marks costs the square of their number: 100 kB of nothing else would hold a worker for seconds.
    """
    if text.isascii():
        return text
    kept = []
    marks = 0
    for char in text:
        is_mark = unicodedata.category(char).startswith("M") or char in _HALFWIDTH_MARKS
        marks = marks + 1 if is_mark else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return unicodedata.normalize(form, "".join(kept))


def clean_text(raw: str) -> str:
    """The text in NFC with LF line ends, without NUL, control characters, lone surrogates and bidi overrides."""
    return normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", raw)))


def clean_line(raw: str) -> str:
    """`clean_text` on one line: every run of white space is one space, none at the ends."""
    return " ".join(clean_text(raw).split())
