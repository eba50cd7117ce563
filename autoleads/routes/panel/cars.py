"""The stock."""

from __future__ import annotations

from flask import Blueprint, Response, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form, read_query
from autoleads.routes.panel.rendering import go_back, show_page
from autoleads.schemas.panel import CarsStatusForm, CarStatusForm
from autoleads.schemas.panel_queries import PanelStockQuery
from autoleads.services import cars
from autoleads.services.cars import CarChanges
from autoleads.views.panel.stock import StockPage

bp = Blueprint("cars", __name__, url_prefix="/cars")


@bp.get("")
def index() -> Response:
    """List the cars of one status or all, or those that need a look."""
    query = read_query(PanelStockQuery)
    page = StockPage.of(g.tenant, query.search(), query.page)
    return show_page("panel/cars.html", active="cars", page=page)


@bp.post("/<int:car_id>/status")
@roles("owner", "admin")
def change_status(car_id: int) -> BaseResponse:
    """Give a car another status."""
    form = read_form(CarStatusForm)
    cars.update(g.tenant, car_id, CarChanges(status=form.status), by=g.current_user)
    db.session.commit()
    return go_back("car_changed", "panel.cars.index")


@bp.post("/status")
@roles("owner", "admin")
def change_statuses() -> BaseResponse:
    """Give several cars the same status."""
    form = read_form(CarsStatusForm, lists=("ids",))
    changes = CarChanges(status=form.status)
    cars.update_all(g.tenant, form.ids, changes, by=g.current_user)
    db.session.commit()
    return go_back("cars_changed", "panel.cars.index")
