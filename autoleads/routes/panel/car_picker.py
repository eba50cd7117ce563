"""Sending a car to a customer, with its cover photo."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import Conflict
from autoleads.extensions import db
from autoleads.hooks.forms import read_form, read_query
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.panel import SendCarForm
from autoleads.schemas.panel_queries import CarPickerQuery
from autoleads.services import autoreply, cars, messages
from autoleads.views.panel.car_picker import CarPicker

bp = Blueprint("car_picker", __name__, url_prefix="/chat/<int:lead_id>/cars")


@bp.get("")
def index(lead_id: int) -> Response:
    """Offer the cars that the customer asked about, then the others."""
    return _page(lead_id, read_query(CarPickerQuery).q)


@bp.post("/<int:car_id>")
def send(lead_id: int, car_id: int) -> BaseResponse:
    """Send a car: what an auto-reply says of it, as the caption of its cover photo."""
    form = read_form(SendCarForm)
    car = cars.get(g.tenant, car_id)
    card = autoreply.describe_car(g.tenant, g.current_user, lead_id, car, datetime.now(UTC))
    if card is None:
        raise Conflict
    try:
        messages.reply(g.tenant, g.current_user, lead_id, form.to_new_reply(car_id, card))
    except Conflict as problem:
        db.session.rollback()
        return _page(lead_id, problem=problem)
    db.session.commit()
    return go_to("panel.conversation.show", "car_sent", lead_id=lead_id, _anchor="akhir")


def _page(lead_id: int, q: str = "", problem: Conflict | None = None) -> Response:
    """Show the cars; after a conflict with what is in the way of sending one."""
    page = CarPicker.of(g.tenant, g.current_user, lead_id, q, problem)
    status = status_of(problem) if problem else 200
    return show_page("panel/car_picker.html", status, active="chat", page=page)
