"""What a buyer's message means: intents, the car named, the amounts. Deterministic, and without any language model.

The first 2,000 characters are brought to one spelling (`normal`, `slang`); cars and amounts are read out of them and
leave marks in their place (`trade`, `credit`, `wish`); what remains is looked up in the `vocabulary`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from autoleads.text.chat.amounts import Reader, compile_words, take_price
from autoleads.text.chat.credit import take_credit, take_offer
from autoleads.text.chat.criteria import take_car
from autoleads.text.chat.language import language_of
from autoleads.text.chat.meaning import CarCriteria, Intent, Understanding
from autoleads.text.chat.names import lexicon
from autoleads.text.chat.normal import MAX_READ, normalise, raw_words
from autoleads.text.chat.slang import VOCATIVES
from autoleads.text.chat.trade import split_trade_in
from autoleads.text.chat.vocabulary import GREETING_FIRST, PATTERNS, PING, STOP_ALONE, STOP_CLEAR
from autoleads.text.codes import find_codes

__all__ = ["CarCriteria", "Intent", "Understanding", "understand"]

_PING = re.compile(rf"(?:{PING})(?: \?)?")
_GREETING_FIRST = re.compile(GREETING_FIRST)
_STOP_ALONE = re.compile(STOP_ALONE)
_STOP_CLEAR = compile_words(STOP_CLEAR)
_CONDITIONAL_DECLINE = compile_words(
    r"kalau(?: \S+){0,3} (?:gak jadi|batal|cancel|sudah (?:beli|dapat|ambil))"
)
_BESIDE_STOP = {Intent.GREETING, Intent.THANKS, Intent.DECLINE}


def understand(text: str, *, models: Mapping[str, str] | None = None) -> Understanding:
    """Reads a message; `models` (model → brand) adds names of the dealer's own stock to the market's.

    Only the first 2,000 characters are read. Never raises; the same text always means the same.
    """
    raw = raw_words(text)
    usual = normalise(raw)
    known = lexicon(models)
    shared, own = split_trade_in(usual, known)
    reader = Reader(shared)
    credit = take_credit(reader)
    car = take_car(reader, known)
    offer = take_offer(reader)
    intents = _intents(usual, reader.text, raw)
    return Understanding(
        intents=intents,
        codes=tuple(find_codes(text[:MAX_READ])),
        criteria=_searched(car.criteria, car.stated_km, reader)
        if Intent.SEARCH in intents
        else car.criteria,
        trade_in=take_car(Reader(own), known).criteria if own else None,
        down_payment=credit.down_payment,
        down_payment_percent=credit.percent,
        tenor_months=credit.tenor_months,
        offer=offer,
        language=language_of(raw),
    )


def _searched(criteria: CarCriteria, stated_km: int | None, reader: Reader) -> CarCriteria:
    """In a search a plain amount or distance is the most the buyer wants."""
    return replace(
        criteria,
        km_max=criteria.km_max if criteria.km_max is not None else stated_km,
        price_max=take_price(reader)
        if criteria.price_max is None and criteria.price_min is None
        else criteria.price_max,
    )


def _intents(usual: str, marked: str, raw: list[str]) -> frozenset[Intent]:
    found = {intent for intent, pattern in PATTERNS.items() if pattern.search(marked)}
    if _CONDITIONAL_DECLINE.search(marked):
        found.discard(Intent.DECLINE)
    if _GREETING_FIRST.match(usual):
        found.add(Intent.GREETING)
    spoken = {word for word in raw if word.isalnum()}
    if _PING.fullmatch(usual) or (spoken and spoken <= VOCATIVES):
        return frozenset({Intent.PING})
    if _stops(usual, found):
        return frozenset({Intent.STOP} | (found & {Intent.DECLINE}))
    return frozenset(found)


def _stops(usual: str, found: set[Intent]) -> bool:
    """Whether the message as such opts out: no question, and nothing else asked."""
    if "?" in usual or not found <= _BESIDE_STOP:
        return False
    clauses = [clause.strip() for clause in re.split("[.,]", usual) if clause.strip()]
    alone = bool(clauses) and all(_STOP_ALONE.fullmatch(clause) for clause in clauses)
    return alone or any(_STOP_CLEAR.search(clause) for clause in clauses)
