"""A customer's question, read out of the messages that are replied to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain

from autoleads.services.autoreply.credit_terms import CreditTerms
from autoleads.services.autoreply.talk import (
    ASKS_FOR_CARS,
    LOOKS_FOR_CARS,
    OF_OWN_CAR,
    Talk,
    merge,
    narrow,
)
from autoleads.services.autoreply.turn import ReadMessage, Turn, read_text
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria, Intent, Understanding

MAX_CARS_WANTED = 3

ABOUT_A_CAR = frozenset(
    {
        Intent.AVAILABILITY,
        Intent.PRICE,
        Intent.CREDIT,
        Intent.PAPERS,
        Intent.TAX,
        Intent.PLATE,
        Intent.KM,
        Intent.OWNER,
        Intent.CONDITION,
        Intent.SPEC,
        Intent.PHOTOS,
        Intent.NEGOTIATION,
    }
)
"""Questions about one car."""
QUESTIONS = ABOUT_A_CAR | {
    Intent.SEARCH,
    Intent.LIST,
    Intent.LOCATION,
    Intent.HOURS,
    Intent.VISIT,
    Intent.TRADE_IN,
    Intent.SELL,
    Intent.PHONE,
}
NOT_OF_OWN_CAR = frozenset(
    {
        Intent.AVAILABILITY,
        Intent.PRICE,
        Intent.CREDIT,
        Intent.PHOTOS,
        Intent.NEGOTIATION,
        Intent.SEARCH,
        Intent.VISIT,
    }
)
"""Intents that are never about a customer's own car, unlike its mileage, papers and tax."""


@dataclass(frozen=True)
class Question:
    """Several messages read as one."""

    intents: frozenset[Intent]
    codes: tuple[str, ...]
    """The codes of cars in the order named."""
    wanted: tuple[CarCriteria, ...]
    """One for each car described."""
    wish: CarCriteria
    """What the customer was looking for before."""
    channel: str | None
    """The channel of the first code that has one."""
    terms: CreditTerms
    """Also those of earlier messages."""
    bounds: CreditTerms
    """The terms that a search must meet: a down payment of earlier messages was for another car."""
    sums: tuple[int, ...]
    """Amounts that may be the price of a car, in rupiah."""
    language: str
    text: str
    is_asked: bool
    residue: tuple[str, ...]
    """Words that were not understood."""

    @property
    def has_unread_part(self) -> bool:
        """True if something is asked in words that were not understood."""
        return self.is_asked and bool(self.residue)


def read_question(tenant: TenantInfo, turn: Turn, messages: Sequence[ReadMessage]) -> Question:
    """Return the question that the messages of a turn ask together."""
    text = "\n".join(message.text for message in messages)
    together = _read_together(messages, text, turn)
    meanings = _without_own_car(
        [_complete(message.meaning) for message in messages],
        together.trade_in,
        trading_in=turn.talk.offers_own_car,
        selling=turn.talk.sells_own_car,
    )
    codes = [code for meaning in meanings for code in meaning.codes]
    named = dict.fromkeys(code.code for code in codes) or _by_place(turn.talk, meanings)
    intents = frozenset[Intent]().union(*(meaning.intents for meaning in meanings))
    return Question(
        intents=intents - {Intent.STOP},
        codes=tuple(named),
        wanted=_wanted(meanings, turn.talk.wish),
        wish=turn.talk.wish,
        channel=next((code.channel for code in codes if code.channel), None),
        terms=reduce(CreditTerms.changed_by, meanings, turn.talk.terms),
        bounds=reduce(CreditTerms.changed_by, meanings, turn.talk.terms.of_any_car()),
        sums=tuple(chain.from_iterable(meaning.sums for meaning in meanings)),
        language=reply_language(tenant, together),
        text=text,
        is_asked=any(meaning.is_question for meaning in meanings),
        residue=tuple(dict.fromkeys(chain.from_iterable(m.residue for m in meanings))),
    )


def reply_language(tenant: TenantInfo, meaning: Understanding) -> str:
    """Return the language to reply in: the tenant's choice, or else the customer's."""
    chosen = tenant.auto_reply.language
    return meaning.language if chosen == "auto" else chosen


def _read_together(messages: Sequence[ReadMessage], text: str, turn: Turn) -> Understanding:
    if len(messages) == 1:
        return messages[0].meaning
    codes = [code.code for message in messages for code in message.meaning.codes]
    return read_text(text, turn.names, codes)


def _complete(meaning: Understanding) -> Understanding:
    """Return the meaning of a message that only describes a car: it asks whether there is one.

    "suv matic", "kalau yang putih?"
    """
    criteria = meaning.criteria
    if meaning.intents or meaning.residue or meaning.codes:
        return meaning
    if criteria.is_empty or criteria.names_a_car:
        return meaning
    return replace(meaning, intents=frozenset({Intent.AVAILABILITY}))


def _without_own_car(
    meanings: Sequence[Understanding],
    trade_in: CarCriteria | None,
    *,
    trading_in: bool,
    selling: bool,
) -> list[Understanding]:
    """Return the meanings without the customer's own car.

    Where a trade-in is spoken of, a car that is named but not asked for is the customer's own;
    where one is sold, so is all that is told and not asked.

    Args:
        trade_in: The car to trade in according to all messages together.
        trading_in: True if an earlier message spoke of a trade-in or a sale.
        selling: True if it spoke of a sale.
    """
    others: list[Understanding] = []
    for meaning in meanings:
        offers_trade_in = bool(meaning.intents & OF_OWN_CAR)
        is_told = selling and not meaning.is_question and not meaning.intents & NOT_OF_OWN_CAR
        if is_told:
            others.append(_without_traded_car(meaning))
        elif not meaning.criteria.names_a_car or meaning.intents & NOT_OF_OWN_CAR:
            others.append(meaning)
        elif offers_trade_in:
            others.append(_without_traded_car(meaning))
        elif not trading_in and not _is_same_model(trade_in, meaning.criteria):
            others.append(meaning)
        trading_in = trading_in or offers_trade_in
        selling = selling or Intent.SELL in meaning.intents
    return others


def _without_traded_car(meaning: Understanding) -> Understanding:
    """Drop the car named, unless the message names the one to trade in or a code beside it."""
    if meaning.trade_in is not None or meaning.codes:
        return meaning
    return replace(meaning, criteria=CarCriteria(), intents=meaning.intents - ABOUT_A_CAR)


def _is_same_model(trade_in: CarCriteria | None, criteria: CarCriteria) -> bool:
    return trade_in is not None and trade_in.model == criteria.model


def _by_place(talk: Talk, meanings: Sequence[Understanding]) -> list[str]:
    """Return the codes of cars that are named by their place in the last list."""
    places = (talk.car_at(meaning.ordinal) for meaning in meanings if meaning.ordinal)
    return [code for code in places if code is not None]


def _wanted(meanings: Sequence[Understanding], wish: CarCriteria) -> tuple[CarCriteria, ...]:
    """Return the criteria of each car described.

    A message that names no car says more about the one before it, and a search about the wish that
    was there before.
    """
    wanted: list[CarCriteria] = []
    for meaning in meanings:
        criteria = _wish_of(meaning)
        if criteria.is_empty:
            continue
        if wanted and not criteria.names_a_car:
            wanted[-1] = merge(wanted[-1], criteria)
        elif meaning.intents & LOOKS_FOR_CARS:
            wanted += _one_per_model(narrow(wish, criteria))
        elif criteria.names_a_car or meaning.intents:
            wanted += _one_per_model(criteria)
    return tuple(wanted[:MAX_CARS_WANTED])


def _wish_of(meaning: Understanding) -> CarCriteria:
    """Return what a car must have: "avanza ada sunroof?" asks of an Avanza whether it has one."""
    if meaning.intents & ASKS_FOR_CARS or not meaning.criteria.names_a_car:
        return meaning.criteria
    return replace(meaning.criteria, features=frozenset(), drive=None)


def _one_per_model(criteria: CarCriteria) -> list[CarCriteria]:
    first = replace(criteria, other_models=(), other_variants=())
    separate = [first]
    variants = criteria.other_variants or ("",) * len(criteria.other_models)
    for model, variant in zip(criteria.other_models, variants, strict=True):
        other = replace(first, brand=None, model=model, variant=variant or None, heard=())
        separate.append(other)
    return separate
