"""Understand a customer's message: intents, the car described, the amounts named.

Deterministic, without a language model. The first 2,000 characters are brought to one spelling
(`normal`, `slang`); cars and amounts are read out of them and leave marks in their place (`trade`,
`credit`, `criteria`); what remains is looked up in the `vocabulary`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from autoleads.text.chat.amounts import Reader, compile_words, take_price
from autoleads.text.chat.credit import take_credit, take_offer
from autoleads.text.chat.criteria import CarReading, take_car
from autoleads.text.chat.language import language_of
from autoleads.text.chat.lexicon import make_lexicon
from autoleads.text.chat.meaning import CarCriteria, Intent, Understanding
from autoleads.text.chat.normal import normalise, raw_words
from autoleads.text.chat.ordinals import take_ordinal
from autoleads.text.chat.residue import find_residue, is_question
from autoleads.text.chat.slang import VOCATIVES
from autoleads.text.chat.trade import split_trade_in
from autoleads.text.chat.vocabulary import GREETING_FIRST, PATTERNS, PING, STOP_ALONE, STOP_CLEAR
from autoleads.text.codes import find_codes

__all__ = ["CarCriteria", "Intent", "Understanding", "understand"]

_PING = re.compile(rf"(?:{PING})(?: \?)?")
_GREETING_FIRST = re.compile(GREETING_FIRST)
_CLAUSE_END = re.compile(r"[.,]")
_STOP_ALONE = re.compile(STOP_ALONE)
_STOP_CLEAR = compile_words(STOP_CLEAR)
_CONDITIONAL_DECLINE = compile_words(
    r"kalau(?: \S+){0,3} (?:gak jadi|batal|cancel|sudah (?:beli|dapat|ambil))"
)
_BESIDE_STOP = {Intent.GREETING, Intent.THANKS, Intent.DECLINE}


def understand(
    text: str,
    *,
    models: Mapping[str, str] | None = None,
    variants: Collection[tuple[str, str]] = (),
    codes: Collection[str] = (),
) -> Understanding:
    """Return what a message means; never raises, and the same text always means the same.

    Args:
        text: The message; only its first 2,000 characters are read.
        models: Names in the dealer's own stock, model → brand, known beside those of the market.
        variants: The variants in the dealer's own stock, each behind its model.
        codes: Codes of the dealer's own stock, which need no sign in front of them.
    """
    raw = raw_words(text, codes)
    usual = normalise(raw)
    lexicon = make_lexicon(models, variants)
    shared, own = split_trade_in(usual, lexicon)
    reader = Reader(shared)
    ordinal = take_ordinal(reader, raw)
    credit = take_credit(reader)
    car = take_car(reader, lexicon)
    offer = take_offer(reader)
    marked = reader.text
    intents = _intents(usual, marked, raw)
    searches = Intent.SEARCH in intents
    criteria = _search_criteria(car, reader) if searches else car.criteria
    return Understanding(
        intents=intents,
        codes=tuple(find_codes(text, codes)),
        criteria=criteria,
        trade_in=take_car(Reader(own), lexicon).criteria if own else None,
        down_payment=credit.down_payment,
        down_payment_percent=credit.percent,
        tenor_months=credit.tenor_months,
        offer=offer,
        ordinal=ordinal,
        language=language_of(raw),
        residue=_residue(marked, intents),
        is_question=is_question(raw),
    )


def _search_criteria(car: CarReading, reader: Reader) -> CarCriteria:
    """Return the criteria of a search, in which a plain price or mileage is the highest wanted."""
    criteria = car.criteria
    if criteria.km_max is None:
        criteria = replace(criteria, km_max=car.stated_km)
    if criteria.price_max is None and criteria.price_min is None:
        criteria = replace(criteria, price_max=take_price(reader))
    return criteria


def _intents(usual: str, marked: str, raw: list[str]) -> frozenset[Intent]:
    """Return the intents of a message.

    Args:
        usual: The message in its usual spelling.
        marked: The same with marks in place of cars and amounts.
        raw: Its words as they were written.
    """
    if _is_ping(usual, raw):
        return frozenset({Intent.PING})
    found = {intent for intent, pattern in PATTERNS.items() if pattern.search(marked)}
    if _CONDITIONAL_DECLINE.search(marked):
        found.discard(Intent.DECLINE)
    if _GREETING_FIRST.match(usual):
        found.add(Intent.GREETING)
    if _opts_out(usual, found):
        return frozenset({Intent.STOP} | (found & {Intent.DECLINE}))
    return frozenset(found)


def _residue(marked: str, intents: frozenset[Intent]) -> tuple[str, ...]:
    """Return the words that no intent accounts for; a ping or an opt-out is read as a whole."""
    if intents & {Intent.PING, Intent.STOP}:
        return ()
    return find_residue(marked, intents, PATTERNS)


def _is_ping(usual: str, raw: list[str]) -> bool:
    """Return whether a message only asks if somebody is there: "P", "kak?"."""
    if _PING.fullmatch(usual):
        return True
    spoken = {word for word in raw if word.isalnum()}
    return bool(spoken) and spoken <= VOCATIVES


def _opts_out(usual: str, found: set[Intent]) -> bool:
    """Return whether the message as such opts out: without a question, and nothing else asked."""
    if "?" in usual or not found <= _BESIDE_STOP:
        return False
    clauses = [clause.strip() for clause in _CLAUSE_END.split(usual)]
    said = [clause for clause in clauses if clause]
    if any(_STOP_CLEAR.search(clause) for clause in said):
        return True
    return bool(said) and all(_STOP_ALONE.fullmatch(clause) for clause in said)
