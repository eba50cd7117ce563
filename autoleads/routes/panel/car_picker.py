"""Sending a car to a customer, with its cover photo."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import Conflict
from autoleads.extensions import db
from autoleads.hooks.forms import read_form, read_query
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.panel import CarPickerQuery, SendCarForm
from autoleads.services import autoreply, cars, messages
from autoleads.services.messages import NewReply
from autoleads.views.panel.car_picker import CarPicker

bp = Blueprint("car_picker", __name__, url_prefix="/chat/<int:lead_id>/cars")


@bp.get("")
def index(lead_id: int) -> Response:
    """Offer the cars that the customer asked about, then the others."""
    query = read_query(CarPickerQuery)
    page = CarPicker.of(g.tenant, g.current_user, lead_id, query.q)
    return show_page("panel/car_picker.html", active="chat", page=page)


@bp.post("/<int:car_id>")
def send(lead_id: int, car_id: int) -> BaseResponse:
    """Send a car: what an auto-reply says of it, as the caption of its cover photo."""
    once = f"{read_form(SendCarForm).once}-{car_id}"
    car = cars.get(g.tenant, car_id)
    card = autoreply.describe_car(g.tenant, g.current_user, lead_id, car, datetime.now(UTC))
    if card is None:
        raise Conflict
    new_reply = NewReply(text=card.text, origin="panel", once=once, photo_url=card.photo_url)
    messages.reply(g.tenant, g.current_user, lead_id, new_reply)
    db.session.commit()
    return go_to("panel.conversation.show", "car_sent", lead_id=lead_id, _anchor="akhir")
