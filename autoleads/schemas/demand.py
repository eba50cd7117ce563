"""Demand: search requests over time, and customers who may want a car."""

from __future__ import annotations

from datetime import date
from typing import Literal

from autoleads.schemas.base import Moment, Query, ResponseModel


class DemandQuery(Query):
    period: Literal["week", "month"] = "month"


class ModelDemandOut(ResponseModel):
    brand: str | None
    model: str | None
    wishes: int
    unmet: int
    unmet_share: float


class PeriodDemandOut(ResponseModel):
    starts_on: date
    """The Monday of the week, or the first of the month."""
    wishes: int
    unmet: int
    unmet_share: float
    """From 0 to 1: the share of search requests that nothing in stock met."""
    models: list[ModelDemandOut]
    channels: dict[str, int]


class InterestedLead(ResponseModel):
    id: int
    status: str
    assigned_to: int | None


class InterestedOut(ResponseModel):
    lead: InterestedLead
    customer_name: str | None
    customer_phone: str | None
    reason: Literal["wish", "similar_sold"]
    asked_at: Moment
    text: str
    """A message to send as it is; nothing is sent by itself."""


class UnreadWordOut(ResponseModel):
    word: str
    """As customers write it, in its usual spelling."""
    messages: int
    leads: int
    """At least three, so that it is about no one in particular."""
