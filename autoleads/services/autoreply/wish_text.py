"""Say in a few words what a customer looks for, and ask which name they mean."""

from __future__ import annotations

from collections.abc import Iterable

from autoleads.text.chat import CarCriteria
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah_short


def describe_wish(criteria: CarCriteria, instalment_max: int | None, phrases: Phrases) -> str:
    """Return a wish in a few words.

    They are names of the market and the customer's bounds, never the customer's own text.
    """
    parts: list[str | None] = [
        None if criteria.model else criteria.brand,
        criteria.model,
        criteria.variant,
        _years(criteria),
    ]
    if criteria.transmission:
        parts.append(phrases.transmission(criteria.transmission))
    if criteria.fuel_type:
        parts.append(phrases.fuel(criteria.fuel_type))
    parts += [criteria.body_type, criteria.color, criteria.drive, *sorted(criteria.features)]
    if criteria.plate_region:
        parts.append(f"plat {criteria.plate_region}")
    if criteria.plate_parity:
        parts.append(phrases.parity(criteria.plate_parity))
    if criteria.price_max:
        parts.append(f"≤ {format_rupiah_short(criteria.price_max)}")
    if instalment_max:
        parts.append(phrases("instalment_bound", amount=format_rupiah_short(instalment_max)))
    return " ".join(filter(None, parts)) or phrases("this_car")


def ask_names(wanted: Iterable[CarCriteria], phrases: Phrases) -> list[str]:
    """Return what inexact names stand for, and which of several, each as a question."""
    heard = [names for criteria in wanted for names in criteria.heard]
    sure = dict.fromkeys(names[0] for names in heard if len(names) == 1)
    asked = [phrases("meant", name=" & ".join(sure))] if sure else []
    for *others, last in dict.fromkeys(heard):
        if others:
            asked.append(phrases("meant_which", first=", ".join(others), last=last))
    return asked


def _years(criteria: CarCriteria) -> str:
    years = [year for year in (criteria.year_min, criteria.year_max) if year]
    return "-".join(str(year) for year in sorted(set(years)))
