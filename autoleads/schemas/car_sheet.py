"""Cars in a spreadsheet, one a row, with headings in Indonesian or English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic.alias_generators import to_snake

from autoleads.errors import FieldError
from autoleads.models import Car
from autoleads.models.car import BODY_TYPES, CAR_STATUSES, FUEL_TYPES, TRANSMISSIONS
from autoleads.text.csv_text import FORMULA_SIGNS
from autoleads.text.phrases import LANGUAGES, Phrases
from autoleads.text.rupiah import money
from autoleads.text.traits import TRAIT_OF_WORD

FIELDS = (
    "displayCode",
    "brand",
    "model",
    "variant",
    "year",
    "km",
    "transmission",
    "fuelType",
    "bodyType",
    "color",
    "engineCc",
    "seats",
    "price",
    "creditPrice",
    "plateNumber",
    "taxDueOn",
    "ownerNumber",
    "conditionNotes",
    "features",
    "description",
    "status",
    "stockCode",
    "purchasedOn",
    "purchasePrice",
    "notes",
)
"""The columns in their order."""
CHOICES: Mapping[str, Sequence[str]] = {
    "transmission": TRANSMISSIONS,
    "fuelType": FUEL_TYPES,
    "bodyType": BODY_TYPES,
    "status": CAR_STATUSES,
}
NEEDED = {"brand", "model"}
"""A row with these fields' headings is the row of headings."""
INDONESIAN_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)


def count(written: str) -> str:
    """Read `31.000` and `31.000 km`."""
    return re.sub(r"[.,\s]|km$", "", written.strip().lower())


def lines(written: str) -> list[str]:
    """Read features, one a line or between commas."""
    return [part.strip() for part in re.split(r"[\n,]", written) if part.strip()]


def day(written: str) -> str:
    """Read `26/11/2026` as `2026-11-26`; other text stays as it is."""
    parts = INDONESIAN_DATE.fullmatch(written.strip())
    return f"{parts[3]}-{parts[2]:0>2}-{parts[1]:0>2}" if parts else written


AS_WRITTEN: Mapping[str, Callable[[str], Any]] = {
    "price": money,
    "creditPrice": money,
    "purchasePrice": money,
    "km": count,
    "features": lines,
}
"""What reads the fields of a car as people write them, in forms and in spreadsheets."""
DATES: Mapping[str, Callable[[str], Any]] = {"taxDueOn": day, "purchasedOn": day}


def headings(phrases: Phrases) -> list[str]:
    """Return the headings in a language."""
    return [phrases(f"car_{name}") for name in FIELDS]


def fields_of_headings(row: Sequence[object]) -> list[str | None] | None:
    """Return the field of each column, None for other columns; None for a row without headings."""
    found = [FIELD_OF_HEADING.get(_letters(str(cell))) for cell in row]
    return found if NEEDED.issubset(found) else None


def read_row(fields: Sequence[str | None], row: Sequence[object]) -> dict[str, Any]:
    """Return the values of a row by field, as JSON has them; empty cells are left out."""
    values = {}
    for name, cell in zip(fields, row, strict=False):
        if name is None:
            continue
        value = _read_cell(name, cell)
        if value not in (None, "", []):
            values[name] = value
    return values


def write_row(car: Car, phrases: Phrases) -> list[object]:
    """Return the cells of a car, which `read_row` reads back as they are."""
    return [_written(name, getattr(car, to_snake(name)), phrases) for name in FIELDS]


def shown_choice(value: str, phrases: Phrases) -> str:
    """Return how a choice is written in a spreadsheet, such as `Bensin`."""
    key = "stock" if value in CAR_STATUSES else "value"
    return phrases(f"{key}_{value}")


def as_columns(errors: Sequence[FieldError]) -> list[FieldError]:
    """Return the errors of a row, each by the column that it is about."""
    return [replace(error, field=error.field.partition(".")[0]) for error in errors]


def _read_cell(name: str, cell: object) -> Any:
    match cell:
        case None | "":
            return None
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            cell = int(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    written = str(cell).strip()
    if written.startswith(tuple(f"'{sign}" for sign in FORMULA_SIGNS)):
        written = written[1:]
    if name in CHOICES:
        return VALUE_OF_WORD[name].get(_letters(written), written)
    convert = AS_WRITTEN.get(name) or DATES.get(name)
    return convert(written) if convert and written else written


def _written(name: str, value: object, phrases: Phrases) -> object:
    if isinstance(value, list):
        return ", ".join(value)
    if name in CHOICES and value is not None:
        return shown_choice(str(value), phrases)
    return value


def _letters(written: str) -> str:
    """Return letters and digits only: headings are found however they are spaced and cased."""
    return re.sub(r"[\W_]", "", written.lower())


def _words(name: str) -> dict[str, str]:
    """Return the values of a choice by all the words for them."""
    words = {}
    for value in CHOICES[name]:
        for language in LANGUAGES:
            words[_letters(shown_choice(value, Phrases(language)))] = value
        words[_letters(value)] = value
    for word, (column, value) in TRAIT_OF_WORD.items():
        if column == to_snake(name):
            words.setdefault(word, value)
    return words


FIELD_OF_HEADING = {
    _letters(heading): name
    for name in FIELDS
    for heading in (name, *(Phrases(language)(f"car_{name}") for language in LANGUAGES))
}
VALUE_OF_WORD = {name: _words(name) for name in CHOICES}
