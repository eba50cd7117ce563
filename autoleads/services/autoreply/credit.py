"""Estimates of a credit at the tenant's rates; without rates, no estimate."""

from __future__ import annotations

from collections.abc import Sequence

from autoleads.models import Car
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import CreditRates, TenantInfo
from autoleads.text.credit import percent_of
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah

TENORS = range(12, 61)
"""Months over which used cars are financed."""
MAX_TENORS = 5


def credit_lines(tenant: TenantInfo, car: Car, question: Question, phrases: Phrases) -> list[str]:
    """Return the instalments at the terms the customer names, or else at the tenant's.

    They are always called an estimate.
    """
    rates = tenant.credit_rates
    no_estimate = [phrases("no_estimate")]
    if rates is None:
        return no_estimate
    price = car.credit_price or car.price
    down_payment = _down_payment(question, price, rates.default_dp_percent)
    tenors = _tenors(question, rates.tenors_months)
    if not tenors or not 0 <= down_payment < price:
        return no_estimate
    heading = phrases(
        "estimate", price=format_rupiah(price), down_payment=format_rupiah(down_payment)
    )
    instalments = [_instalment(price, down_payment, months, rates, phrases) for months in tenors]
    return [heading, *instalments, phrases("estimate_note")]


def _instalment(
    price: int, down_payment: int, months: int, rates: CreditRates, phrases: Phrases
) -> str:
    estimate = rates.estimate(price, down_payment, months)
    return phrases(
        "instalment",
        months=months,
        instalment=format_rupiah(estimate.instalment),
        total=format_rupiah(estimate.total_down_payment),
    )


def _tenors(question: Question, usual: Sequence[int]) -> list[int]:
    if question.terms.tenor_months is None:
        return sorted(set(usual))[:MAX_TENORS]
    if question.terms.tenor_months in TENORS:
        return [question.terms.tenor_months]
    return []


def _down_payment(question: Question, price: int, usual_percent: float) -> int:
    if question.terms.down_payment is not None:
        return question.terms.down_payment
    if question.terms.down_payment_percent is not None:
        return percent_of(price, question.terms.down_payment_percent)
    return percent_of(price, usual_percent)
