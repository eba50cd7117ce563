"""Figures and lists that help a tenant decide what to buy and whom to write to."""

from autoleads.services.insights.demand import (
    InterestedCustomer,
    Period,
    PeriodDemand,
    demand_by_period,
    interested_customers,
)

__all__ = [
    "InterestedCustomer",
    "Period",
    "PeriodDemand",
    "demand_by_period",
    "interested_customers",
]
