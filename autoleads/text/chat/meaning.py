"""The meaning of a customer's message."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from autoleads.text.codes import CarCode
from autoleads.text.plate import Parity


class Intent(StrEnum):
    """Something that a customer asks for or says; a message may hold several."""

    GREETING = "greeting"
    PING = "ping"
    THANKS = "thanks"
    STOP = "stop"
    DECLINE = "decline"
    AVAILABILITY = "availability"
    PRICE = "price"
    CREDIT = "credit"
    PAPERS = "papers"
    TAX = "tax"
    PLATE = "plate"
    KM = "km"
    OWNER = "owner"
    CONDITION = "condition"
    SPEC = "spec"
    LOCATION = "location"
    HOURS = "hours"
    VISIT = "visit"
    NEGOTIATION = "negotiation"
    TRADE_IN = "trade_in"
    SELL = "sell"
    PHONE = "phone"
    PRIVACY = "privacy"
    REFRAIN = "refrain"
    PHOTOS = "photos"
    SEARCH = "search"
    LIST = "list"
    """What is there to choose from?"""


class NoSale(StrEnum):
    """A reason for which a message is for a person, and for no auto-reply that sells."""

    COMPLAINT = "complaint"
    AFTER_SALE = "after_sale"
    PERSON = "person"
    PAYMENT = "payment"
    BROKER = "broker"
    JOB = "job"
    VENDOR = "vendor"
    INSULT = "insult"
    PRIVACY = "privacy"


@dataclass(frozen=True)
class CarCriteria:
    """A car as words describe it, one of the stock or the customer's own; unnamed fields are empty.

    One year is both `year_min` and `year_max`. `transmission`, `fuel_type` and `body_type` are the
    API's words, `color` is a name of `text.colors`.
    """

    brand: str | None = None
    """The brand named, or else the maker of the model."""
    model: str | None = None
    variant: str | None = None
    year_min: int | None = None
    year_max: int | None = None
    transmission: str | None = None
    fuel_type: str | None = None
    body_type: str | None = None
    color: str | None = None
    seats: int | None = None
    price_min: int | None = None
    """In rupiah, as `price_max`."""
    price_max: int | None = None
    km_max: int | None = None
    plate_region: str | None = None
    """The letters that the plate begins with."""
    plate_parity: Parity | None = None
    drive: Literal["4x4", "4x2"] | None = None
    features: frozenset[str] = frozenset()
    """Names of `text.features`."""
    cheapest: bool = False
    """True if the lowest price is wanted, whatever the car."""
    other_models: tuple[str, ...] = ()
    """Named beside the model: Xenia in "avanza atau xenia"."""
    other_variants: tuple[str, ...] = ()
    """The variants of the other models, in their order, empty for none; or nothing at all."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """Traits that the customer does not want, each behind the name of its field."""
    excluded: frozenset[str] = frozenset()
    """Brands and models that the customer does not want."""
    heard: tuple[tuple[str, ...], ...] = ()
    """For each name that was inexact, in full what it may stand for; one alone is the model."""

    @property
    def is_empty(self) -> bool:
        return self == _NO_CRITERIA

    @property
    def names_a_car(self) -> bool:
        return bool(self.brand or self.model)

    @property
    def is_ambiguous(self) -> bool:
        """True if a car was named that may be one of several."""
        return bool(self.heard) and not self.names_a_car


_NO_CRITERIA = CarCriteria()


@dataclass(frozen=True)
class Understanding:
    """The meaning of a message: its intents, the car it describes, the amounts it names."""

    intents: frozenset[Intent] = frozenset()
    codes: tuple[CarCode, ...] = ()
    criteria: CarCriteria = _NO_CRITERIA
    trade_in: CarCriteria | None = None
    """The customer's own car, which is never looked for in the stock."""
    down_payment: int | None = None
    """In rupiah, as `offer`."""
    down_payment_percent: float | None = None
    tenors: tuple[int, ...] = ()
    """In months, every one that is named."""
    instalment_max: int | None = None
    """The highest instalment wanted, in rupiah a month."""
    has_doubtful_terms: bool = False
    """True if a down payment, tenor or instalment is named that was not understood or cannot be."""
    offer: int | None = None
    sums: tuple[int, ...] = ()
    """The offer and other amounts, in rupiah, that may be the price of a car and are nothing else.
    """
    ordinal: int | None = None
    """The place of a car in the list that was shown last, from 1; -1 is its last."""
    language: str = "id"
    """`id` or `en`."""
    residue: tuple[str, ...] = ()
    """Words that were not understood, in their usual spelling."""
    is_question: bool = False
    """True if the message asks for something, understood or not."""
    no_sale: NoSale | None = None
    """The reason for which a person must read the message, if there is one."""
