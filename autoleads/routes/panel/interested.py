"""The customers who may want a car."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.auth import roles
from autoleads.routes.panel.rendering import show_page
from autoleads.services import cars, insights

bp = Blueprint("interested", __name__, url_prefix="/cars/<int:car_id>/interested")


@bp.get("")
@roles("owner", "admin")
def index(car_id: int) -> Response:
    """List the customers who searched for such a car, each with a message to send."""
    car = cars.get(g.tenant, car_id)
    customers = insights.interested_customers(g.tenant, g.current_user, car_id)
    return show_page("panel/interested.html", active="cars", car=car, customers=customers)
