"""Selling a car, to a customer who asked about it or to somebody else."""

from __future__ import annotations

from flask import Blueprint, Response, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.panel import SaleForm
from autoleads.services import cars, leads
from autoleads.services.cars import CarChanges
from autoleads.services.leads import LeadChanges
from autoleads.views.panel.sale import SalePage

bp = Blueprint("sale", __name__, url_prefix="/cars/<int:car_id>/sold")


@bp.get("")
@roles("owner", "admin")
def new(car_id: int) -> Response:
    """Ask who bought a car."""
    page = SalePage.of(g.tenant, g.current_user, car_id)
    return show_page("panel/sale.html", active="cars", page=page)


@bp.post("")
@roles("owner", "admin")
def create(car_id: int) -> BaseResponse:
    """Sell a car, and win the lead of its buyer."""
    form = read_form(SaleForm)
    cars.update(g.tenant, car_id, CarChanges(status="sold"), by=g.current_user)
    if form.lead_id is not None:
        leads.update(g.tenant, g.current_user, form.lead_id, LeadChanges(status="won"))
    db.session.commit()
    return go_to("panel.cars.index", "car_sold_now")
