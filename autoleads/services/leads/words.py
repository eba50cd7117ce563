"""The search for leads by words: of the customer's name or number, or a car's display code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from sqlalchemy import ColumnElement, CompoundSelect, Select, false, func, select, union, union_all

from autoleads.models import Car, ContactWord, Lead, LeadCar
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import parse_code
from autoleads.text.search import MAX_WORDS

APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
NUMBER_PART = re.compile(r"[0-9+().-]*[0-9][0-9+().-]*")
NOT_IN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~]+")
NOT_IN_NUMBERS = re.compile("[^0-9]+")
COUNTRY = "62"
FEWEST_LAST = 3
"""With fewer letters or digits, words are found by their beginning only."""
LAST_CHARACTER = "\U0010ffff"


def has_words(tenant: TenantInfo, q: str) -> list[ColumnElement[bool]]:
    """Return the conditions for leads that all words of a search fit.

    A word fits a word of the customer's name that begins or ends with it, with any apostrophes or
    none. A number may have spaces, and its country or a zero in front. Of more than `MAX_WORDS`
    words, the last are ignored.
    """
    fitting = chain.from_iterable(_fits(tenant, part) for part in _parts(q))
    conditions = list(islice(fitting, MAX_WORDS))
    if q.strip() and not conditions:
        # Signs only, such as "%", which are in no word.
        return [false()]
    return conditions


def _parts(q: str) -> Iterator[str]:
    """Yield the words of a search; what follows one another of a number is one."""
    number = ""
    for part in q.split():
        if NUMBER_PART.fullmatch(part):
            number += part
            continue
        if number:
            yield number
        number = ""
        yield part
    if number:
        yield number


def _fits(tenant: TenantInfo, part: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for leads that a part of a search fits."""
    if NUMBER_PART.fullmatch(part):
        digits = NOT_IN_NUMBERS.sub("", part)
        yield Lead.contact_id.in_(_contacts_with(tenant, _beginnings(digits), digits))
        return
    for word in NOT_IN_WORDS.split(APOSTROPHES.sub("", part)):
        if not word:
            continue
        contacts = _contacts_with(tenant, [word], word)
        code = parse_code(word)
        if code is None:
            yield Lead.contact_id.in_(contacts)
        else:
            yield Lead.id.in_(_with_code(tenant, code, contacts))


def _beginnings(digits: str) -> set[str]:
    """Return how a number may begin, in digits with its country, that someone began to type."""
    national = digits.removeprefix("00").removeprefix(COUNTRY).lstrip("0")
    return {digits, COUNTRY + national}


def _contacts_with(tenant: TenantInfo, beginnings: Iterable[str], end: str) -> CompoundSelect[int]:
    """Return the query for contacts with a word that begins or ends so."""
    queries = [_contacts_in_range(tenant, beginning) for beginning in sorted(beginnings)]
    if len(end) >= FEWEST_LAST:
        queries.append(_contacts_in_range(tenant, end[::-1], is_reversed=True))
    return union_all(*queries)


def _contacts_in_range(tenant: TenantInfo, first: str, *, is_reversed: bool = False) -> Select[int]:
    """Return the query for contacts with a word that begins so: a range of the index."""
    return select(ContactWord.contact_id).where(
        ContactWord.tenant_id == tenant.id,
        ContactWord.reversed.is_(is_reversed),
        ContactWord.word.between(func.lower(first), func.lower(first + LAST_CHARACTER)),
    )


def _with_code(tenant: TenantInfo, code: str, contacts: CompoundSelect[int]) -> CompoundSelect[int]:
    """Return the query for leads of these contacts and those that ask about the car of a code."""
    of_contacts = select(Lead.id).where(Lead.tenant_id == tenant.id, Lead.contact_id.in_(contacts))
    of_car = (
        select(LeadCar.lead_id)
        .join(Car, (Car.tenant_id == LeadCar.tenant_id) & (Car.id == LeadCar.car_id))
        .where(LeadCar.tenant_id == tenant.id, Car.display_code == code)
    )
    return union(of_contacts, of_car)
