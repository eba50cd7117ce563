"""Figures and lists that help a tenant decide what to buy and whom to write to."""

from autoleads.services.insights.activity import Activity, team_activity
from autoleads.services.insights.demand import PeriodDemand, demand_by_period
from autoleads.services.insights.figures import (
    LeadFigures,
    LeadGroup,
    Period,
    UnmetWish,
    lead_figures,
    unmet_wishes,
)
from autoleads.services.insights.interested import InterestedCustomer, interested_customers
from autoleads.services.insights.stock import AGES, AgeGroup, SlowCar, StockFigures, stock_figures
from autoleads.services.insights.unread_words import UnreadWord, unread_words

__all__ = [
    "AGES",
    "Activity",
    "AgeGroup",
    "InterestedCustomer",
    "LeadFigures",
    "LeadGroup",
    "Period",
    "PeriodDemand",
    "SlowCar",
    "StockFigures",
    "UnmetWish",
    "UnreadWord",
    "demand_by_period",
    "interested_customers",
    "lead_figures",
    "stock_figures",
    "team_activity",
    "unmet_wishes",
    "unread_words",
]
