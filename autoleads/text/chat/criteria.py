"""A car as words describe it: name, years, price, mileage and traits."""

from dataclasses import dataclass

from autoleads.text.chat.amounts import Reader, compile_words, take_budget, take_kilometres
from autoleads.text.chat.lexicon import Lexicon
from autoleads.text.chat.meaning import CarCriteria
from autoleads.text.chat.names import Names, take_names
from autoleads.text.chat.traits import take_traits
from autoleads.text.chat.years import take_years, write_out_years

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
    write_out_years(reader)
    km_max, stated_km = take_kilometres(reader)
    years = take_years(reader)
    budget = take_budget(reader)
    traits = take_traits(reader)
    cheapest = bool(_CHEAPEST.search(reader.text))
    reader.text = _CHEAPEST.sub("CHEAPEST", reader.text)
    model = names.models[0] if names.models else None
    others = names.models[1:]
    criteria = CarCriteria(
        brand=names.brand,
        model=model,
        other_models=tuple(others),
        other_variants=_variants_of(names, others),
        variant=names.variants.get(model),
        heard=tuple(names.heard),
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


def _variants_of(names: Names, models: list[str]) -> tuple[str, ...]:
    variants = [names.variants.get(model, "") for model in models]
    return tuple(variants) if any(variants) else ()
