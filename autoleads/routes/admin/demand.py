"""Demand: search requests over time, and customers who may want a car."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.demand import DemandQuery, InterestedOut, PeriodDemandOut
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
