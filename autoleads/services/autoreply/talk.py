"""Recall what was said in a lead before, as far as the next auto-reply depends on it.

The stored messages are read each time: no process remembers anything, and a reply follows
today's vocabulary also in a talk that began before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Any

from autoleads.models import Message
from autoleads.services.autoreply.credit_terms import NO_TERMS, CreditTerms
from autoleads.text.chat import CarCriteria, Intent, Understanding

LOOKS_FOR_CARS = frozenset({Intent.SEARCH, Intent.LIST})
ASKS_FOR_CARS = LOOKS_FOR_CARS | {Intent.AVAILABILITY}
OF_OWN_CAR = frozenset({Intent.TRADE_IN, Intent.SELL})
ANY_CAR = CarCriteria()


@dataclass(frozen=True)
class Talk:
    """The state of a talk before the messages that wait."""

    wish: CarCriteria = ANY_CAR
    """What the customer looks for, narrowed by one message after another."""
    shown: tuple[str, ...] = ()
    """The codes of the cars that were shown last, in that order."""
    terms: CreditTerms = NO_TERMS
    offers_own_car: bool = False
    """True if a trade-in or a sale of the customer's own car is open."""
    sells_own_car: bool = False
    told: frozenset[str] = frozenset()
    """The codes of all cars that were shown."""
    said: frozenset[str] = frozenset()
    """The paragraphs of earlier auto-replies and replies."""

    def car_at(self, ordinal: int) -> str | None:
        """Return the code of the car at a place of the list that was shown last."""
        position = ordinal - 1 if ordinal > 0 else ordinal
        is_in_list = -len(self.shown) <= position < len(self.shown)
        return self.shown[position] if is_in_list else None


def recall(heard: Sequence[Understanding], own: Sequence[Message]) -> Talk:
    """Return the state of a talk.

    Args:
        heard: The meanings of the customer's messages before those that wait, oldest first.
        own: Our messages of the last day, oldest first.
    """
    talk = Talk()
    for meaning in heard:
        talk = _follow(talk, meaning)
    shown = next((message.codes for message in reversed(own) if message.codes), None)
    return replace(
        talk,
        shown=tuple(shown or ()),
        told=frozenset(chain.from_iterable(message.codes or () for message in own)),
        said=frozenset(chain.from_iterable(message.text.split("\n\n") for message in own)),
    )


def narrow(wish: CarCriteria, criteria: CarCriteria) -> CarCriteria:
    """Return a wish with what is said in addition; another car replaces it."""
    if criteria.is_empty:
        return wish
    if criteria.names_a_car or (criteria.body_type and wish.names_a_car):
        return criteria
    return merge(wish, criteria)


def merge(criteria: CarCriteria, more: CarCriteria) -> CarCriteria:
    """Return the criteria with everything that is said in addition."""
    changes: dict[str, Any] = {}
    for field in fields(CarCriteria):
        value = getattr(more, field.name)
        if value:
            changes[field.name] = value
    return replace(criteria, **changes)


def _follow(talk: Talk, meaning: Understanding) -> Talk:
    intents = meaning.intents
    return replace(
        talk,
        wish=narrow(talk.wish, meaning.criteria) if intents & ASKS_FOR_CARS else talk.wish,
        terms=replace(talk.terms.changed_by(meaning), are_doubtful=False),
        offers_own_car=talk.offers_own_car or bool(intents & OF_OWN_CAR),
        sells_own_car=talk.sells_own_car or Intent.SELL in intents,
    )
