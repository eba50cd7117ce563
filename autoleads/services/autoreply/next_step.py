"""The small question that ends the first reply about a car: it leads to the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autoleads.models import Car
from autoleads.services.autoreply.credit_terms import NO_TERMS
from autoleads.services.autoreply.question import Question
from autoleads.services.autoreply.talk import Talk
from autoleads.text.chat import Intent
from autoleads.text.phrases import Phrases

STEPS: Mapping[str, frozenset[Intent]] = {
    "ask_payment": frozenset({Intent.CREDIT}),
    "ask_visit": frozenset({Intent.VISIT, Intent.HOURS}),
    "ask_area": frozenset(),
}
"""The questions in their order, and the intents of a customer that make one superfluous."""


def next_question(
    talk: Talk, question: Question, cars_told: Sequence[Car], phrases: Phrases
) -> str | None:
    """Return the question to end with; None after the first reply about these cars."""
    available = [car for car in cars_told if car.status == "available"]
    if not available or any(car.display_code in talk.told for car in available):
        return None
    for phrase, answered_by in STEPS.items():
        if question.intents & answered_by or phrases(phrase) in talk.said:
            continue
        if phrase == "ask_payment" and question.terms != NO_TERMS:
            continue
        return phrases(phrase)
    return None
