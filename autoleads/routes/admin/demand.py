"""What buyers ask for."""

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
    """What was asked for by week or month, and how much of it the stock could not meet."""
    return success(
        [
            PeriodDemandOut.render(period)
            for period in insights.demand_by_period(g.tenant, query.period)
        ]
    )


@bp.get("/cars/<int:car_id>/interested")
@endpoint("Demand", list[InterestedOut])
def interested(car_id: int) -> Response:
    """Who may want this car, each with a ready text; nothing is sent by itself."""
    return success(
        [
            InterestedOut.render(person)
            for person in insights.interested_customers(g.tenant, g.current_user, car_id)
        ]
    )
