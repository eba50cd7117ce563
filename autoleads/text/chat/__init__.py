"""Understand a customer's message: intents, the car described, the amounts named.

Deterministic, without a language model. The first 2,000 characters are brought to one spelling
(`normal`, `slang`); cars and amounts are read out of them and leave marks in their place (`trade`,
`credit`, `criteria`); what remains is looked up in the `vocabulary`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from autoleads.text.chat.amounts import Reader, compile_words, take_price
from autoleads.text.chat.credit import take_credit
from autoleads.text.chat.criteria import CarReading, take_car
from autoleads.text.chat.language import language_of
from autoleads.text.chat.lexicon import make_lexicon
from autoleads.text.chat.meaning import CarCriteria, Intent, NoSale, Understanding
from autoleads.text.chat.no_sale import find_no_sale
from autoleads.text.chat.normal import normalise, raw_words
from autoleads.text.chat.number_words import to_digits
from autoleads.text.chat.offers import take_offer, take_sums
from autoleads.text.chat.opt_out import mark_refused_photos, read_contact
from autoleads.text.chat.ordinals import take_ordinal
from autoleads.text.chat.residue import find_residue, is_question
from autoleads.text.chat.slang import VOCATIVES
from autoleads.text.chat.trade import split_trade_in
from autoleads.text.chat.vocabulary import GREETING_FIRST, PATTERNS, PING
from autoleads.text.clean import MAX_READ
from autoleads.text.codes import find_codes

__all__ = ["CarCriteria", "Intent", "NoSale", "Understanding", "understand"]

_PING = re.compile(rf"(?:{PING})(?: \?)?")
_GREETING_FIRST = re.compile(GREETING_FIRST)
_CONDITIONAL_DECLINE = compile_words(
    r"kalau(?: \S+){0,3} (?:gak jadi|batal|cancel|sudah (?:beli|dapat|ambil))"
)
_COURTESIES = frozenset({Intent.GREETING, Intent.THANKS, Intent.DECLINE})
_BESIDE_SALE = frozenset(
    {Intent.GREETING, Intent.THANKS, Intent.LOCATION, Intent.HOURS, Intent.PHONE}
)
"""Intents that are not about the car that a customer sells."""


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
    usual = mark_refused_photos(normalise(to_digits(raw)))
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
    sums = take_sums(reader)
    if offer is not None:
        sums = (offer, *sums)
    return Understanding(
        intents=intents,
        codes=tuple(find_codes(text, codes)),
        criteria=criteria,
        trade_in=take_car(Reader(own), lexicon).criteria if own else None,
        down_payment=credit.down_payment,
        down_payment_percent=credit.percent,
        tenors=credit.tenors,
        instalment_max=credit.instalment_max,
        has_doubtful_terms=credit.is_doubtful,
        offer=offer,
        ordinal=ordinal,
        sums=sums,
        language=language_of(raw),
        residue=_residue(marked, intents),
        is_question=is_question(raw),
        no_sale=_no_sale(usual, intents, text),
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
    if Intent.SELL in found:
        found |= {intent for intent in _BESIDE_SALE if PATTERNS[intent].search(usual)}
    contact = read_contact(usual, _asks)
    if contact == "stop":
        return frozenset({Intent.STOP} | (found & {Intent.DECLINE}))
    if contact == "refrain":
        found.add(Intent.REFRAIN)
    return frozenset(found)


def _no_sale(usual: str, intents: frozenset[Intent], text: str) -> NoSale | None:
    if Intent.PRIVACY in intents:
        return NoSale.PRIVACY
    return find_no_sale(usual, text[:MAX_READ].casefold())


def _asks(text: str) -> bool:
    """Return whether a text asks something about cars or the dealer."""
    words = text.split()
    if "?" in words:
        return True
    questions = PATTERNS.keys() - _COURTESIES
    return is_question(words) and any(PATTERNS[intent].search(text) for intent in questions)


def _residue(marked: str, intents: frozenset[Intent]) -> tuple[str, ...]:
    """Return the words that no intent accounts for; a ping or an opt-out is read as a whole."""
    if intents & {Intent.PING, Intent.STOP}:
        return ()
    if Intent.REFRAIN in intents and intents <= _COURTESIES | {Intent.REFRAIN}:
        return ()
    return find_residue(marked, intents, PATTERNS)


def _is_ping(usual: str, raw: list[str]) -> bool:
    """Return whether a message only asks if somebody is there: "P", "kak?"."""
    if _PING.fullmatch(usual):
        return True
    spoken = {word for word in raw if word.isalnum()}
    return bool(spoken) and spoken <= VOCATIVES
