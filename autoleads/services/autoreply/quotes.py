"""Sentences that the dealer wrote about a car, quoted where they speak of what is asked.

Papers, accidents, floods, warranty and keys have no field of their own: a sentence of the dealer's
is quoted, or nothing is claimed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autoleads.models import Car
from autoleads.text.chat import Intent

MAX_SENTENCES = 3
"""Sentences quoted for one topic."""
MAX_CHARACTERS = 240

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+|\s*•\s*")
_ABOUT_TAX = re.compile(r"pajak|tax\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """Something that customers ask about and dealers write about."""

    key: str
    """The key of its name in the catalogue of phrases."""
    in_question: re.Pattern[str]
    in_notes: re.Pattern[str]
    """Finds the dealer's sentences about it."""


def _topic(key: str, in_question: str, in_notes: str | None = None) -> Topic:
    """Return a topic; without `in_notes`, dealers use the same words as customers."""
    return Topic(
        key,
        in_question=re.compile(in_question, re.IGNORECASE),
        in_notes=re.compile(in_notes or in_question, re.IGNORECASE),
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

SPOKEN_OF = frozenset({Intent.PAPERS, Intent.CONDITION, Intent.SPEC, Intent.OWNER, Intent.TAX})
"""Intents that the dealer's sentences may serve."""


def topics_in(text: str, intents: frozenset[Intent]) -> list[Topic]:
    """Return the topics that a question with these intents asks about."""
    if not intents & SPOKEN_OF:
        return []
    topics = [topic for topic in TOPICS if topic.in_question.search(text)]
    if topics:
        return topics
    if Intent.PAPERS in intents:
        return [PAPERS]
    if Intent.CONDITION in intents:
        return [CONDITION]
    return []


def quote(car: Car, topics: list[Topic], *, tax_lapsed: bool) -> tuple[list[str], list[Topic]]:
    """Return the dealer's sentences about the topics, and the topics without a sentence."""
    quoted: list[str] = []
    unmatched: list[Topic] = []
    for topic in topics:
        sentences = _sentences_about(topic, car, tax_lapsed=tax_lapsed)
        if not sentences:
            unmatched.append(topic)
        quoted += [sentence for sentence in sentences if sentence not in quoted]
    return quoted, unmatched


def _shows_plate(car: Car, text: str) -> bool:
    """Return whether a text holds the car's plate, in any spacing."""
    if not car.plate_number:
        return False
    return _letters_and_digits(car.plate_number) in _letters_and_digits(text)


def _sentences_about(topic: Topic, car: Car, *, tax_lapsed: bool) -> list[str]:
    found: list[str] = []
    for note in _notes(car, topic):
        for part in _SENTENCE_END.split(note):
            sentence = part.strip()
            if not sentence or not topic.in_notes.search(sentence):
                continue
            if _can_be_quoted(car, sentence, tax_lapsed=tax_lapsed):
                found.append(sentence[:MAX_CHARACTERS])
    return found[:MAX_SENTENCES]


def _notes(car: Car, topic: Topic) -> list[str]:
    """Return the texts in which the dealer may speak of a topic."""
    notes = [car.condition_notes]
    if topic is not CONDITION:
        notes += [car.description, *car.features]
    return [note for note in notes if note]


def _can_be_quoted(car: Car, sentence: str, *, tax_lapsed: bool) -> bool:
    # A note written before the tax lapsed would call it paid.
    if tax_lapsed and _ABOUT_TAX.search(sentence):
        return False
    return not _shows_plate(car, sentence)


def _letters_and_digits(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper()))
