"""Credit estimates with the dealer's own rates; without rates none is made up."""

from __future__ import annotations

from collections.abc import Sequence

from autoleads.models import Car
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import TenantInfo
from autoleads.text.credit import estimate_credit, percent_of
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah

TENORS = range(12, 61)
"""Months that used cars are financed over."""
MOST_TENORS = 5


def credit_lines(tenant: TenantInfo, car: Car, question: Question, words: Phrases) -> list[str]:
    """The instalments at the terms the buyer names, or else at the dealer's, always called an estimate."""
    rates = tenant.credit_rates
    price = car.credit_price or car.price
    tenors = _tenors(question, rates.tenors_months) if rates else []
    down_payment = _down_payment(question, price, rates.default_dp_percent) if rates else price
    if rates is None or not tenors or not 0 <= down_payment < price:
        return [words("no_estimate")]
    lines = [
        words("estimate", price=format_rupiah(price), down_payment=format_rupiah(down_payment))
    ]
    for months in tenors:
        estimate = estimate_credit(
            price,
            down_payment=down_payment,
            tenor_months=months,
            flat_yearly_percent=rates.flat_yearly_percent,
            admin_fee=rates.admin_fee,
        )
        instalment, total = map(format_rupiah, (estimate.instalment, estimate.total_down_payment))
        lines.append(words("instalment", months=months, instalment=instalment, total=total))
    return [*lines, words("estimate_note")]


def _tenors(question: Question, usual: Sequence[int]) -> list[int]:
    if question.tenor_months is not None:
        return [question.tenor_months] if question.tenor_months in TENORS else []
    return sorted(set(usual))[:MOST_TENORS]


def _down_payment(question: Question, price: int, usual_percent: float) -> int:
    if question.down_payment is not None:
        return question.down_payment
    percent = (
        question.down_payment_percent
        if question.down_payment_percent is not None
        else usual_percent
    )
    return percent_of(price, percent)
