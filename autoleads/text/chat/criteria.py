"""The car that words name."""

from dataclasses import dataclass

from autoleads.text.chat.amounts import Reader, take_budget, take_kilometres, take_years
from autoleads.text.chat.meaning import CarCriteria
from autoleads.text.chat.names import Lexicon, take_names
from autoleads.text.chat.traits import take_traits


@dataclass(frozen=True)
class Car:
    """What one stretch of text says of a car; `stated_km` is a distance that is no limit."""

    criteria: CarCriteria
    stated_km: int | None


def take_car(reader: Reader, known: Lexicon) -> Car:
    """Reads a car out of the text and marks what it was made of."""
    names, words = take_names(reader.text.split(), known)
    reader.text = " ".join(words)
    km_max, stated_km = take_kilometres(reader)
    years = take_years(reader)
    budget = take_budget(reader)
    criteria = CarCriteria(
        brand=names.brand,
        model=names.models[0] if names.models else None,
        other_models=tuple(names.models[1:]),
        variant=names.variant,
        excluded=frozenset(names.excluded),
        year_min=years.least,
        year_max=years.most,
        price_min=budget.least,
        price_max=budget.most,
        km_max=km_max,
        **take_traits(reader),
    )
    return Car(criteria, stated_km)
