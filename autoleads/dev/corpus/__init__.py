"""Messages of customers with their meaning, read from `corpus.txt` and `holdout.txt`.

The vocabulary was made with the corpus; the held-out messages were written apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from itertools import compress
from pathlib import Path

from autoleads.text.chat import CarCriteria, Intent, Understanding

AMOUNTS = {
    "dp": "down_payment",
    "dp_percent": "down_payment_percent",
    "tenor": "tenors",
    "instalment": "instalment_max",
    "offer": "offer",
    "sums": "sums",
}
"""The fields of an understanding, by their names in the files."""
CRITERIA = tuple(field.name for field in fields(CarCriteria))
NOTHING: tuple[object, ...] = (None, (), frozenset())
_QUOTED = re.compile('(!?)"([^"]*)"')
NUMBERS = frozenset(field.name for field in fields(CarCriteria) if "int" in str(field.type))


@dataclass(frozen=True)
class Example:
    """A message and its meaning."""

    text: str
    intents: frozenset[Intent]
    meaning: dict[str, object]
    """The other fields of its understanding, by the names of `observed`."""


def read(name: str) -> list[Example]:
    """Return the examples of a file in this directory, one a line; `;;` begins a comment."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [_example(line) for line in lines if line and not line.startswith(";;")]


def _example(line: str) -> Example:
    text, intents, written = map(str.strip, line.split("|"))
    meaning: dict[str, object] = {}
    for pair in written.split():
        key, _, value = pair.partition("=")
        if key.endswith("year"):
            meaning[f"{key}_min"] = int(value)
            meaning[f"{key}_max"] = int(value)
        else:
            meaning[key] = _value(key, value)
    return Example(text.replace("\\n", "\n"), frozenset(map(Intent, intents.split())), meaning)


def _value(key: str, value: str) -> object:
    field = key.removeprefix("trade.")
    if field == "cheapest":
        return True
    if field in ("codes", "other_models", "other_variants"):
        return tuple(value.split(","))
    if field == "heard":
        return tuple(tuple(one.replace("_", " ").split("/")) for one in value.split(","))
    if field == "refused":
        return frozenset(tuple(one.split(":")) for one in value.split(","))
    if field in ("tenor", "sums"):
        return tuple(map(_number, value.split(",")))
    if field in ("excluded", "features"):
        return frozenset(value.replace("_", " ").split(","))
    if field in AMOUNTS or field in NUMBERS:
        return _number(value)
    return value.replace("_", " ")


def _number(value: str) -> int:
    return int(value.replace("jt", "000000"))


def observed(understanding: Understanding, example: Example) -> dict[str, object]:
    """Return the fields that an understanding fills, named as in the files.

    A brand, what an inexact name stands for and sums count only where the example names them.
    """
    seen: dict[str, object] = {
        "codes": tuple(code.code for code in understanding.codes),
        "language": understanding.language,
    }
    if understanding.language == "id":
        del seen["language"]
    for key, field in AMOUNTS.items():
        seen[key] = getattr(understanding, field)
    for field in CRITERIA:
        seen[field] = getattr(understanding.criteria, field)
        seen[f"trade.{field}"] = getattr(understanding.trade_in or CarCriteria(), field)
    optional = {"brand", "trade.brand", "heard", "trade.heard", "sums"}
    for field in optional - example.meaning.keys():
        del seen[field]
    said = (value not in NOTHING and value is not False for value in seen.values())
    return dict(compress(seen.items(), said))


@dataclass(frozen=True)
class Turn:
    """A message in a talk, and what the reply to it must have."""

    text: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    not_words: tuple[str, ...]
    has_no_cars: bool
    is_silent: bool


def read_talks(name: str) -> list[list[Turn]]:
    """Return the talks of a file in this directory; an empty line stands between them."""
    written = (Path(__file__).parent / name).read_text(encoding="utf-8")
    blocks = (_turns(block) for block in re.split(r"\n\s*\n", written))
    return [block for block in blocks if block]


def _turns(block: str) -> list[Turn]:
    lines = [line for line in block.splitlines() if line and not line.startswith(";;")]
    return [_turn(said, due) for said, due in zip(lines[::2], lines[1::2], strict=True)]


def _turn(said: str, due: str) -> Turn:
    quoted = _QUOTED.findall(due)
    bare = _QUOTED.sub("", due).split()
    return Turn(
        text=said.removeprefix("> "),
        codes=tuple(word for word in bare if word not in ("-", "none")),
        words=tuple(words for sign, words in quoted if not sign),
        not_words=tuple(words for sign, words in quoted if sign),
        has_no_cars="-" in bare,
        is_silent="none" in bare,
    )
