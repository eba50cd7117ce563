"""A car as words describe it: name, years, price, mileage and traits."""

from dataclasses import dataclass

from autoleads.text.chat.amounts import (
    Reader,
    compile_words,
    take_budget,
    take_kilometres,
    take_years,
)
from autoleads.text.chat.meaning import CarCriteria
from autoleads.text.chat.names import Lexicon, take_names
from autoleads.text.chat.traits import take_traits

_CHEAPEST = compile_words("termurah|paling murah|harga (?:terendah|paling rendah)|cheapest")


@dataclass(frozen=True)
class CarReading:
    """The car that a stretch of text describes; `stated_km` is a mileage that is not a limit."""

    criteria: CarCriteria
    stated_km: int | None


def take_car(reader: Reader, lexicon: Lexicon) -> CarReading:
    """Take the car that the text describes."""
    names, words = take_names(reader.text.split(), lexicon)
    reader.text = " ".join(words)
    km_max, stated_km = take_kilometres(reader)
    years = take_years(reader)
    budget = take_budget(reader)
    traits = take_traits(reader)
    cheapest = bool(_CHEAPEST.search(reader.text))
    reader.text = _CHEAPEST.sub("CHEAPEST", reader.text)
    criteria = CarCriteria(
        brand=names.brand,
        model=names.models[0] if names.models else None,
        other_models=tuple(names.models[1:]),
        variant=names.variant,
        excluded=frozenset(names.excluded),
        year_min=years.lowest,
        year_max=years.highest,
        price_min=budget.lowest,
        price_max=budget.highest,
        km_max=km_max,
        cheapest=cheapest,
        **traits,
    )
    return CarReading(criteria, stated_km)
