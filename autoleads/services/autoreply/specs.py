"""The specification of a car: the fields a customer asks for."""

from __future__ import annotations

import re

from autoleads.models import Car
from autoleads.services.autoreply import quotes
from autoleads.services.autoreply.question import Question
from autoleads.text.chat import Intent
from autoleads.text.numbers import format_cc
from autoleads.text.phrases import Phrases

_ASKED = {
    "year": r"tahun|\bthn\b|\bth\b|\byear",
    "variant": r"\btipe|\btype|varian|\btrim\b",
    "transmission": r"matic|metik|manual|transmis|automatic|\b[am]/?t\b|cvt",
    "fuel": r"bensin|solar|diesel|bbm|bahan bakar|petrol|fuel|hybrid|listrik|electric",
    "engine": r"\bcc\b|kapasitas|\bengine",
    "seats": r"seat|kursi|baris|orang|penumpang|muat",
    "color": r"warna|colou?r",
}
"""The fields of a specification and how a customer asks for each."""
_PATTERNS = {field: re.compile(asked, re.IGNORECASE) for field, asked in _ASKED.items()}
_ALL_FIELDS = re.compile(r"spek|spec|detail|info lengkap", re.IGNORECASE)


def spec_lines(car: Car, question: Question, phrases: Phrases) -> list[str]:
    """Return a line for each field asked for; all that are stored if all are asked for."""
    values = _values(car, phrases)
    if _ALL_FIELDS.search(question.text):
        return _stored(values, phrases)
    unknown = phrases("check")
    asked = [field for field, pattern in _PATTERNS.items() if pattern.search(question.text)]
    if asked:
        return [phrases(field, value=values[field] or unknown) for field in asked]
    if quotes.topics_in(question.text, frozenset({Intent.SPEC})):
        return []
    return [phrases("detail", check=unknown)]


def _values(car: Car, phrases: Phrases) -> dict[str, str | None]:
    return {
        "year": str(car.year),
        "variant": car.variant,
        "transmission": phrases.transmission(car.transmission),
        "fuel": phrases.fuel(car.fuel_type),
        "engine": format_cc(car.engine_cc) if car.engine_cc else None,
        "seats": str(car.seats) if car.seats else None,
        "color": car.color,
        "features": ", ".join(car.features),
    }


def _stored(values: dict[str, str | None], phrases: Phrases) -> list[str]:
    return [phrases(field, value=value) for field, value in values.items() if value]
