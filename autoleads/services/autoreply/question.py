"""What a buyer asks, read out of the messages that are answered together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

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
"""Questions that only a car can answer."""
QUESTIONS = ABOUT_A_CAR | {
    Intent.SEARCH,
    Intent.LOCATION,
    Intent.HOURS,
    Intent.VISIT,
    Intent.TRADE_IN,
}
ASKED_FOR = frozenset(
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
"""What nobody says of his own car; its kilometres, papers and tax he may well tell."""
COURTESY = frozenset({Intent.GREETING, Intent.PING, Intent.THANKS})


@dataclass(frozen=True)
class Question:
    """Several messages read as one: the codes in order, one criteria for each car named, the amounts named last."""

    intents: frozenset[Intent]
    codes: tuple[str, ...]
    wanted: tuple[CarCriteria, ...]
    channel: str | None
    down_payment: int | None
    down_payment_percent: int | None
    tenor_months: int | None
    language: str
    text: str


def is_stop(text: str) -> bool:
    return Intent.STOP in understand(text).intents


def is_courtesy(text: str) -> bool:
    """Whether a text asks nothing: thanks, a greeting, an emoji, or a polite no."""
    read = understand(text)
    return not (
        read.intents - COURTESY - {Intent.DECLINE} or read.codes or read.criteria != CarCriteria()
    )


def names_a_car(criteria: CarCriteria) -> bool:
    return bool(criteria.brand or criteria.model)


def read_messages(
    tenant: TenantInfo, texts: Sequence[str], before: str, models: dict[str, str]
) -> Question:
    """`before` is what the buyer wrote last before these; `models` are the dealer's own (model → brand)."""
    together = understand("\n".join(texts), models=models)
    traded = Intent.TRADE_IN in understand(before).intents
    read = _without_own_car(
        [understand(text, models=models) for text in texts], together, traded=traded
    )
    codes = dict.fromkeys(code.code for one in read for code in one.codes)
    return Question(
        intents=frozenset[Intent]().union(*(one.intents for one in read)) - {Intent.STOP},
        codes=tuple(codes),
        wanted=_wanted(read),
        channel=next((code.channel for one in read for code in one.codes if code.channel), None),
        down_payment=_last(read, "down_payment"),
        down_payment_percent=_last(read, "down_payment_percent"),
        tenor_months=_last(read, "tenor_months"),
        language=_language(tenant, together),
        text="\n".join(texts),
    )


def _without_own_car(
    read: list[Understanding], together: Understanding, *, traded: bool
) -> list[Understanding]:
    """The messages without the buyer's own car: one named, and not asked for, where a trade is spoken of."""
    kept: list[Understanding] = []
    for one in read:
        if not names_a_car(one.criteria) or one.intents & ASKED_FOR:
            kept.append(one)
        elif Intent.TRADE_IN in one.intents:
            known_apart = one.trade_in is not None or bool(one.codes)
            kept.append(
                one
                if known_apart
                else replace(one, criteria=CarCriteria(), intents=one.intents - ABOUT_A_CAR)
            )
        elif not traded and (
            together.trade_in is None or together.trade_in.model != one.criteria.model
        ):
            kept.append(one)
        traded = traded or Intent.TRADE_IN in one.intents
    return kept


def _wanted(read: list[Understanding]) -> tuple[CarCriteria, ...]:
    """One criteria for each car named; a message that names none tells more of the one before it."""
    wanted: list[CarCriteria] = []
    for one in read:
        if one.criteria == CarCriteria():
            continue
        if wanted and not names_a_car(one.criteria):
            wanted[-1] = _overlaid(wanted[-1], one.criteria)
        elif names_a_car(one.criteria) or one.intents:
            wanted += _one_each(one.criteria)
    return tuple(wanted[:MAX_CARS_WANTED])


def _one_each(criteria: CarCriteria) -> list[CarCriteria]:
    others = [
        replace(criteria, brand=None, model=model, other_models=())
        for model in criteria.other_models
    ]
    return [replace(criteria, other_models=()), *others]


def _overlaid(criteria: CarCriteria, more: CarCriteria) -> CarCriteria:
    told = {
        field.name: getattr(more, field.name)
        for field in fields(CarCriteria)
        if getattr(more, field.name)
    }
    return replace(criteria, **told)


def _last(read: list[Understanding], amount: str) -> int | None:
    named = [getattr(one, amount) for one in read if getattr(one, amount) is not None]
    return named[-1] if named else None


def _language(tenant: TenantInfo, together: Understanding) -> str:
    chosen: str = tenant.auto_reply.language
    return together.language if chosen == "auto" else chosen
