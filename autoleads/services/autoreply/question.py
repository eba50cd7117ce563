"""A customer's question, read out of the messages that are replied to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from autoleads.services.autoreply.turn import ReadMessage, Turn
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria, Intent, Understanding, understand

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
    Intent.LOCATION,
    Intent.HOURS,
    Intent.VISIT,
    Intent.TRADE_IN,
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
    channel: str | None
    """The channel of the first code that has one."""
    down_payment: int | None
    """In rupiah; of several amounts the last, as for the per cent and the tenor."""
    down_payment_percent: int | None
    tenor_months: int | None
    language: str
    text: str
    has_unread_part: bool
    """True if something is asked in words that were not understood."""


def read_question(tenant: TenantInfo, turn: Turn, messages: Sequence[ReadMessage]) -> Question:
    """Return the question that the messages of a turn ask together."""
    text = "\n".join(message.text for message in messages)
    together = _read_together(messages, text, turn)
    meanings = _without_own_car(
        [message.meaning for message in messages],
        together.trade_in,
        trading_in=Intent.TRADE_IN in turn.before.intents,
    )
    codes = [code for meaning in meanings for code in meaning.codes]
    intents = frozenset[Intent]().union(*(meaning.intents for meaning in meanings))
    return Question(
        intents=intents - {Intent.STOP},
        codes=tuple(dict.fromkeys(code.code for code in codes)),
        wanted=_wanted(meanings),
        channel=next((code.channel for code in codes if code.channel), None),
        down_payment=_last(meanings, "down_payment"),
        down_payment_percent=_last(meanings, "down_payment_percent"),
        tenor_months=_last(meanings, "tenor_months"),
        language=reply_language(tenant, together),
        text=text,
        has_unread_part=any(meaning.is_question and meaning.residue for meaning in meanings),
    )


def reply_language(tenant: TenantInfo, meaning: Understanding) -> str:
    """Return the language to reply in: the tenant's choice, or else the customer's."""
    chosen = tenant.auto_reply.language
    return meaning.language if chosen == "auto" else chosen


def _read_together(messages: Sequence[ReadMessage], text: str, turn: Turn) -> Understanding:
    if len(messages) == 1:
        return messages[0].meaning
    codes = [code.code for message in messages for code in message.meaning.codes]
    return understand(text, models=turn.models, codes=codes)


def _without_own_car(
    meanings: Sequence[Understanding], trade_in: CarCriteria | None, *, trading_in: bool
) -> list[Understanding]:
    """Return the meanings without the customer's own car.

    Where a trade-in is spoken of, a car that is named but not asked for is the customer's own.

    Args:
        trade_in: The car to trade in according to all messages together.
        trading_in: True if an earlier message spoke of a trade-in.
    """
    others: list[Understanding] = []
    for meaning in meanings:
        offers_trade_in = Intent.TRADE_IN in meaning.intents
        if not meaning.criteria.names_a_car or meaning.intents & NOT_OF_OWN_CAR:
            others.append(meaning)
        elif offers_trade_in:
            others.append(_without_traded_car(meaning))
        elif not trading_in and not _is_same_model(trade_in, meaning.criteria):
            others.append(meaning)
        trading_in = trading_in or offers_trade_in
    return others


def _without_traded_car(meaning: Understanding) -> Understanding:
    """Drop the car named, unless the message names the one to trade in or a code beside it."""
    if meaning.trade_in is not None or meaning.codes:
        return meaning
    return replace(meaning, criteria=CarCriteria(), intents=meaning.intents - ABOUT_A_CAR)


def _is_same_model(trade_in: CarCriteria | None, criteria: CarCriteria) -> bool:
    return trade_in is not None and trade_in.model == criteria.model


def _wanted(meanings: Sequence[Understanding]) -> tuple[CarCriteria, ...]:
    """Return the criteria of each car described.

    A message that names no car says more about the one before it.
    """
    wanted: list[CarCriteria] = []
    for meaning in meanings:
        criteria = meaning.criteria
        if criteria.is_empty:
            continue
        if wanted and not criteria.names_a_car:
            wanted[-1] = _merge(wanted[-1], criteria)
        elif criteria.names_a_car or meaning.intents:
            wanted += _one_per_model(criteria)
    return tuple(wanted[:MAX_CARS_WANTED])


def _one_per_model(criteria: CarCriteria) -> list[CarCriteria]:
    separate = [replace(criteria, other_models=())]
    for model in criteria.other_models:
        separate.append(replace(criteria, brand=None, model=model, other_models=()))
    return separate


def _merge(criteria: CarCriteria, more: CarCriteria) -> CarCriteria:
    """Return the criteria with everything that is said in addition."""
    changes: dict[str, Any] = {}
    for field in fields(CarCriteria):
        value = getattr(more, field.name)
        if value:
            changes[field.name] = value
    return replace(criteria, **changes)


def _last(
    meanings: Sequence[Understanding],
    amount: Literal["down_payment", "down_payment_percent", "tenor_months"],
) -> int | None:
    """Return the amount that was named last."""
    last: int | None = None
    for meaning in meanings:
        named: int | None = getattr(meaning, amount)
        if named is not None:
            last = named
    return last
