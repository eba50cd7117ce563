"""Sums that are about the price of a car: to them, a salesperson replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autoleads.models import Car, Lead
from autoleads.services.autoreply.car_selection import Selection, select_cars
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent

LOWEST_OFFER = 0.6
HIGHEST_OFFER = 1.1
"""As shares of the price: a sum between them is about the price."""


def select_or_offer(
    tenant: TenantInfo, lead: Lead, question: Question
) -> tuple[Question, Selection]:
    """Return the cars of a question, which is a negotiation if a sum in it is about their price.

    Whatever was left unexplained beside a car counts: "175 ya?" may claim an agreement.
    """
    sums = [*question.sums, *_budgets(question)]
    if sums and Intent.NEGOTIATION not in question.intents:
        offering = replace(question, intents=question.intents | {Intent.NEGOTIATION})
        selection = select_cars(tenant, lead, offering)
        if _are_near_a_price(sums, selection.cars):
            return offering, selection
    return question, select_cars(tenant, lead, question)


def _budgets(question: Question) -> list[int]:
    """Return the budgets, which beside the code of a car are offers."""
    if not question.codes:
        return []
    budgets = (criteria.price_max for criteria in question.wanted if criteria.price_min is None)
    return [budget for budget in budgets if budget is not None]


def _are_near_a_price(sums: Iterable[int], cars: Sequence[Car]) -> bool:
    for amount in sums:
        if any(LOWEST_OFFER <= amount / car.price <= HIGHEST_OFFER for car in cars):
            return True
    return False
