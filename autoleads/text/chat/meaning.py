"""What a buyer's message can mean."""

from dataclasses import dataclass
from enum import StrEnum

from autoleads.text.codes import CarCode


class Intent(StrEnum):
    """What a buyer asks for or says; a message may hold several."""

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
    PHOTOS = "photos"
    SEARCH = "search"


@dataclass(frozen=True)
class CarCriteria:
    """The car that words name. Money in rupiah, `km_max` in kilometres; one year is both `year_min` and `year_max`.

    `transmission`, `fuel_type` and `body_type` are the API's words; `color` is Indonesian. `brand` is the one named, or
    else the maker of `model`. `other_models` are named beside `model` ("avanza atau xenia"); `excluded` holds brands and
    models the buyer does not want.
    """

    brand: str | None = None
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
    price_max: int | None = None
    km_max: int | None = None
    other_models: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Understanding:
    """A message read: what is asked, of which car, and the amounts named.

    `down_payment` and `offer` are rupiah, `tenor_months` months; `trade_in` is the buyer's own car, never a request for
    the stock; `language` is `id` or `en`.
    """

    intents: frozenset[Intent] = frozenset()
    codes: tuple[CarCode, ...] = ()
    criteria: CarCriteria = CarCriteria()
    trade_in: CarCriteria | None = None
    down_payment: int | None = None
    down_payment_percent: int | None = None
    tenor_months: int | None = None
    offer: int | None = None
    language: str = "id"
