"""Buyer messages with what they mean, read from `corpus.txt` and `holdout.txt`."""

from dataclasses import dataclass, fields
from pathlib import Path

from autoleads.text.chat import CarCriteria, Intent, Understanding

_AMOUNTS = {
    "dp": "down_payment",
    "dp_percent": "down_payment_percent",
    "tenor": "tenor_months",
    "offer": "offer",
}
_NUMBERS = {field.name for field in fields(CarCriteria) if "int" in str(field.type)}


@dataclass(frozen=True)
class Example:
    text: str
    intents: frozenset[Intent]
    meaning: dict[str, object]
    """The fields expected, by the names of `observed`."""


def read(name: str) -> list[Example]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [_example(line) for line in lines if line and not line.startswith(";;")]


def _example(line: str) -> Example:
    text, intents, written = (part.strip() for part in line.split("|"))
    meaning: dict[str, object] = {}
    for pair in written.split():
        key, _, value = pair.partition("=")
        names = (
            [key.replace("year", bound) for bound in ("year_min", "year_max")]
            if key.endswith("year")
            else [key]
        )
        meaning |= {name: _value(name, value) for name in names}
    return Example(text.replace("\\n", "\n"), frozenset(map(Intent, intents.split())), meaning)


def _value(key: str, value: str) -> object:
    field = key.removeprefix("trade.")
    if field == "codes" or field == "other_models":
        return tuple(value.split(","))
    if field == "excluded":
        return frozenset(value.split(","))
    if field in _AMOUNTS or field in _NUMBERS:
        return int(value.replace("jt", "000000"))
    return value.replace("_", " ")


def observed(understanding: Understanding, example: Example) -> dict[str, object]:
    """The fields an understanding fills, named as in the files; a brand only where the example names one."""
    seen: dict[str, object] = {key: getattr(understanding, name) for key, name in _AMOUNTS.items()}
    seen["codes"] = tuple(code.code for code in understanding.codes)
    seen["language"] = understanding.language if understanding.language != "id" else None
    for prefix, criteria in (
        ("", understanding.criteria),
        ("trade.", understanding.trade_in or CarCriteria()),
    ):
        seen |= {
            prefix + field.name: getattr(criteria, field.name) for field in fields(CarCriteria)
        }
    for brand in {"brand", "trade.brand"} - example.meaning.keys():
        del seen[brand]
    return {key: value for key, value in seen.items() if value not in (None, (), frozenset())}
