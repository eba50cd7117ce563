"""Estimates of a credit at the tenant's rates; without rates, no estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autoleads.models import Car
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import CreditRates, TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.credit import percent_of
from autoleads.text.numbers import format_percent
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah, format_rupiah_short

TENORS = range(12, 61)
"""Months over which used cars are financed."""
MAX_TENORS = 5

_ASKS_TABLE = re.compile(
    r"simulasi|\btab(?:el|le)\b|rinci|itung|daftar|brosur|skema|breakdown|options"
    r"|(?:cicil|angsur|tenor|kredit|dp)\w{0,6}\s{1,3}(?:brp|brapa|berapa|apa)\s{1,3}(?:aj|saja)"
    r"|(?:semua|tiap|pilihan|opsi|all|each)\s{1,3}(?:tenor|cicilan|angsuran)",
    re.IGNORECASE,
)
_ASKS_RATE = re.compile(r"\bbunga|\binterest|flat rate", re.IGNORECASE)


def credit_lines(tenant: TenantInfo, car: Car, question: Question, phrases: Phrases) -> list[str]:
    """Return the instalments at the terms the customer names, or else at the tenant's.

    A line for each tenor named, or for all if a table is asked for; otherwise one line with the
    lowest instalment. They are always called an estimate.
    """
    rates = tenant.credit_rates
    if rates is None:
        return [phrases("no_estimate")]
    if question.terms.are_doubtful:
        return [phrases("doubtful_terms")]
    price = car.credit_price or car.price
    down_payment = _down_payment(question, price, rates.default_dp_percent)
    if not 0 <= down_payment < price:
        is_named = question.terms.down_payment is not None
        return [phrases("impossible_dp" if is_named else "no_estimate")]
    return _estimates(question, price, down_payment, rates, phrases)


def rate_line(tenant: TenantInfo, question: Question, phrases: Phrases) -> list[str]:
    """Return the flat rate if it is asked for."""
    if not asks_rate(question):
        return []
    if tenant.credit_rates is None:
        return [phrases("rate_unknown")]
    percent = format_percent(tenant.credit_rates.flat_yearly_percent)
    return [phrases("flat_rate", percent=percent)]


def asks_rate(question: Question) -> bool:
    return Intent.CREDIT in question.intents and _ASKS_RATE.search(question.text) is not None


def _estimates(
    question: Question, price: int, down_payment: int, rates: CreditRates, phrases: Phrases
) -> list[str]:
    tenors = [months for months in question.terms.tenors if months in TENORS]
    others = [months for months in question.terms.tenors if months not in TENORS]
    lines = [phrases("impossible_tenor", months=months) for months in others]
    if lines and not tenors:
        return lines
    if not tenors and not _ASKS_TABLE.search(question.text):
        return [_lowest_instalment(question, price, down_payment, rates, phrases)]
    heading = phrases(
        "estimate", price=format_rupiah(price), down_payment=format_rupiah(down_payment)
    )
    for months in tenors or _usual_tenors(rates):
        lines.append(_instalment(price, down_payment, months, rates, phrases))
    return [heading, *lines, phrases("estimate_note")]


def _lowest_instalment(
    question: Question, price: int, down_payment: int, rates: CreditRates, phrases: Phrases
) -> str:
    """Return the instalment over the longest tenor, in one line."""
    months = max(rates.tenors_months)
    estimate = rates.estimate(price, down_payment, months)
    share = question.terms.down_payment_percent
    if share is None:
        share = rates.default_dp_percent
    named = f"{format_percent(share)} %"
    if question.terms.down_payment is not None:
        named = format_rupiah_short(down_payment)
    return phrases(
        "lowest_instalment",
        instalment=format_rupiah_short(estimate.instalment),
        months=months,
        down_payment=named,
    )


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


def _usual_tenors(rates: CreditRates) -> Sequence[int]:
    return sorted(set(rates.tenors_months))[:MAX_TENORS]


def _down_payment(question: Question, price: int, usual_percent: float) -> int:
    if question.terms.down_payment is not None:
        return question.terms.down_payment
    if question.terms.down_payment_percent is not None:
        return percent_of(price, question.terms.down_payment_percent)
    return percent_of(price, usual_percent)
