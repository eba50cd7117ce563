"""Figures and lists that help a tenant decide what to buy and whom to write to."""

from autoleads.services.insights.activity import Activity, team_activity
from autoleads.services.insights.demand import Period, PeriodDemand, demand_by_period
from autoleads.services.insights.interested import InterestedCustomer, interested_customers

__all__ = [
    "Activity",
    "InterestedCustomer",
    "Period",
    "PeriodDemand",
    "demand_by_period",
    "interested_customers",
    "team_activity",
]
