"""Demand: search requests over time, and customers who may want a car."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g

from autoleads.hooks.auth import roles
from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.demand import DemandQuery, InterestedOut, PeriodDemandOut, UnreadWordOut
from autoleads.services import insights

bp = Blueprint("demand", __name__)


@bp.get("/demand")
@endpoint("Demand", list[PeriodDemandOut])
def index(query: DemandQuery) -> Response:
    """List what was searched for by week or month, and the share that the stock did not meet."""
    periods = insights.demand_by_period(g.tenant, query.period)
    return success([PeriodDemandOut.render(period) for period in periods])


@bp.get("/cars/<int:car_id>/interested")
@endpoint("Demand", list[InterestedOut])
def interested(car_id: int) -> Response:
    """List the customers who may want a car, each with a message to send; none is sent."""
    customers = insights.interested_customers(g.tenant, g.current_user, car_id)
    return success([InterestedOut.render(customer) for customer in customers])


@bp.get("/insights/unread-words")
@endpoint("Demand", list[UnreadWordOut])
@roles("owner")
def unread_words() -> Response:
    """List the words of customers that auto-replies could not read in the last 90 days."""
    words = insights.unread_words(g.tenant, datetime.now(UTC))
    return success([UnreadWordOut.render(word) for word in words])
