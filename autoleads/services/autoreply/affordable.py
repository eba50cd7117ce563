"""The cars of a search that a customer can pay by instalments, at the tenant's rates."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func

from autoleads.models import Car
from autoleads.services.autoreply import stock_search
from autoleads.services.autoreply.car_conditions import conditions
from autoleads.services.autoreply.credit import TENORS
from autoleads.services.autoreply.credit_terms import CreditTerms
from autoleads.services.autoreply.stock_search import MAX_CARS, SearchOutcome, available_cars
from autoleads.services.tenants import CreditRates, TenantInfo
from autoleads.text.chat import CarCriteria
from autoleads.text.credit import highest_price

WHOLE_PRICE = 100
"""Percent: a down payment that leaves nothing to finance."""
_CREDIT_PRICE = func.coalesce(Car.credit_price, Car.price)


def find(tenant: TenantInfo, criteria: CarCriteria, terms: CreditTerms) -> SearchOutcome:
    """Search for cars whose estimate fits the instalment and the down payment named.

    The nearest to the bound come first. Without a bound it is a search like any other.
    """
    outcome = stock_search.find(tenant, criteria)
    if not outcome.cars or not (terms.instalment_max or terms.down_payment):
        return outcome
    rates = tenant.credit_rates
    bound = replace(outcome, cars=(), has_more=False, instalment_max=terms.instalment_max)
    if rates is None or rates.default_dp_percent >= WHOLE_PRICE:
        return replace(bound, alternatives=outcome.cars, needs_estimate=True)
    limit = _highest_price(terms, rates)
    wanted = conditions(criteria)
    fits = [limit >= _CREDIT_PRICE, (terms.down_payment or 0) < _CREDIT_PRICE]
    dearest_first = (_CREDIT_PRICE.desc(), Car.id)
    cars = available_cars(tenant, [*wanted, *fits], MAX_CARS + 1, dearest_first)
    if not cars:
        above = [*wanted, limit < _CREDIT_PRICE]
        near = available_cars(tenant, above, MAX_CARS, (_CREDIT_PRICE, Car.id))
        return replace(bound, alternatives=near)
    return replace(bound, cars=cars[:MAX_CARS], has_more=len(cars) > MAX_CARS)


def _highest_price(terms: CreditTerms, rates: CreditRates) -> int:
    """Return the highest price that fits.

    A down payment alone is taken for the tenant's usual share of the price.
    """
    if terms.instalment_max is None:
        share = rates.default_dp_percent or WHOLE_PRICE
        return int((terms.down_payment or 0) * WHOLE_PRICE / share)
    percent = terms.down_payment_percent
    named = [months for months in terms.tenors if months in TENORS]
    return highest_price(
        terms.instalment_max,
        down_payment=terms.down_payment,
        percent=rates.default_dp_percent if percent is None else percent,
        tenor_months=max(named or rates.tenors_months),
        flat_yearly_percent=rates.flat_yearly_percent,
    )
