"""What the dealer wrote of a car in free text, quoted where it speaks of what the buyer asks.

Papers, accidents, floods, warranty, keys have no field: a sentence of the dealer's own is quoted, or nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autoleads.models import Car
from autoleads.text.chat import Intent

MOST_SENTENCES = 3
MOST_CHARACTERS = 240

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+|\s*•\s*")


@dataclass(frozen=True)
class Topic:
    """Something buyers ask about; `in_notes` finds the dealer's sentences about it."""

    key: str
    """Of its name in the catalogue of phrases."""
    in_question: re.Pattern[str]
    in_notes: re.Pattern[str]


def _topic(key: str, in_question: str, in_notes: str | None = None) -> Topic:
    return Topic(
        key,
        re.compile(in_question, re.IGNORECASE),
        re.compile(in_notes or in_question, re.IGNORECASE),
    )


CONDITION = _topic(
    "topic_condition", r"kondisi|\bminus|condition|issues?\b|problems?\b|rusak", r"."
)
PAPERS = _topic(
    "topic_papers",
    r"\bsurat|dokumen|kelengkapan|papers|documents",
    r"\bsurat|dokumen|stnk|bpkb|faktur|papers",
)

TOPICS = (
    _topic("topic_accidents", r"tabrak|nabrak|accident|crash"),
    _topic("topic_floods", r"banjir|flood|terendam"),
    _topic("topic_warranty", r"garansi|warranty|jaminan"),
    _topic(
        "topic_spare_key",
        r"kunci (?:serep|cadangan|duplikat|kedua)|spare ?key",
        r"\bkunci|spare ?key|serep",
    ),
    _topic("topic_service", r"servis|service|manual book|buku manual"),
    _topic("topic_bpkb", r"bpkb"),
    _topic("topic_stnk", r"stnk"),
    _topic("topic_invoice", r"faktur|invoice|kwitansi"),
    _topic("topic_name_on_papers", r"atas nama|\ba[./]n\b|perorangan|pribadi|\bpt\b"),
    _topic("topic_name_transfer", r"balik nama"),
    _topic(
        "topic_paint",
        r"\bcat\b|catnya|repaint|lecet|baret|mulus|penyok|\bpaint|scratch|\bdents?\b",
    ),
    _topic(
        "topic_engine",
        r"mesin(?!\w* (?:berapa|brp))|rembes|\boli\b",
        r"mesin|engine|rembes|\boli\b",
    ),
    _topic("topic_ac", r"\bac\b|\bacnya"),
    _topic("topic_tyres", r"\bban\b|\bbannya|t[yi]res?\b"),
    _topic("topic_suspension", r"kaki|suspensi"),
    _topic("topic_electrics", r"kelistrikan|lampu|\blights?\b|electrics"),
    _topic("topic_interior", r"interior|\bjok"),
    _topic(
        "topic_yearly_tax",
        r"pajak\w* (?:per ?tahun|setahun)|biaya pajak",
        r"pajak.*(?:rp|rb|ribu|jt|juta)",
    ),
    _topic("topic_plate_renewal", r"ganti (?:kaleng|plat)|(?:5|lima) ?tahunan"),
    _topic("topic_sunroof", r"sun ?roof"),
    _topic("topic_camera", r"kamera|camera"),
    _topic("topic_parking_sensor", r"sensor"),
    _topic("topic_airbag", r"air ?bag"),
    _topic("topic_abs", r"\babs\b"),
    _topic("topic_head_unit", r"head ?unit|carplay|android auto"),
    _topic("topic_keyless", r"key ?less"),
    _topic("topic_cruise_control", r"cruise"),
    _topic("topic_wheels", r"\bvelg|wheels?\b"),
    _topic(
        "topic_consumption",
        r"\birit|boros|konsumsi|liter|consumption",
        r"irit|boros|km ?/ ?l|konsumsi",
    ),
    PAPERS,
    CONDITION,
)

SPOKEN_OF = {Intent.PAPERS, Intent.CONDITION, Intent.SPEC, Intent.OWNER, Intent.TAX}


def topics_in(text: str, intents: frozenset[Intent]) -> list[Topic]:
    """What is asked of a car that no field answers."""
    if not intents & SPOKEN_OF:
        return []
    asked = [topic for topic in TOPICS if topic.in_question.search(text)]
    if not asked and Intent.PAPERS in intents:
        asked = [PAPERS]
    if not asked and Intent.CONDITION in intents:
        asked = [CONDITION]
    return asked


def quote(car: Car, topics: list[Topic], *, tax_lapsed: bool) -> tuple[list[str], list[Topic]]:
    """The dealer's sentences about these topics, and the topics he wrote nothing about."""
    quoted: list[str] = []
    unmatched: list[Topic] = []
    for topic in topics:
        found = [
            sentence[:MOST_CHARACTERS]
            for sentence in _sentences(car, condition_only=topic is CONDITION)
            if topic.in_notes.search(sentence)
            and _may_be_quoted(car, sentence, tax_lapsed=tax_lapsed)
        ]
        quoted += [sentence for sentence in found[:MOST_SENTENCES] if sentence not in quoted]
        if not found:
            unmatched.append(topic)
    return quoted, unmatched


def shows_plate(car: Car, text: str) -> bool:
    """Whether a text holds the car's plate, however it is spaced."""
    return bool(car.plate_number) and _letters_and_digits(
        car.plate_number or ""
    ) in _letters_and_digits(text)


def _sentences(car: Car, *, condition_only: bool) -> Iterator[str]:
    notes = (
        (car.condition_notes,)
        if condition_only
        else (car.condition_notes, car.description, *car.features)
    )
    for note in notes:
        yield from (
            sentence.strip() for sentence in _SENTENCE_END.split(note or "") if sentence.strip()
        )


def _may_be_quoted(car: Car, sentence: str, *, tax_lapsed: bool) -> bool:
    # A note written when the tax was still paid would call it alive.
    outdated = tax_lapsed and re.search(r"pajak|tax\b", sentence, re.IGNORECASE)
    return not outdated and not shows_plate(car, sentence)


def _letters_and_digits(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper()))
