"""Tables to download: the cars of the list, and all leads."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import send_csv
from autoleads.schemas.car_sheet import headings, write_row
from autoleads.schemas.panel_queries import PanelStockQuery
from autoleads.services import audit, cars
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.lead_rows import lead_rows

MAX_CARS = 10_000

bp = Blueprint("exports", __name__)


@bp.get("/cars.csv")
@roles("owner", "admin")
def cars_table() -> Response:
    """Send the cars of the list as a table that an import reads back."""
    query = read_query(PanelStockQuery)
    phrases = Phrases(current_language())
    found = cars.search(g.tenant, query.search(), 1, MAX_CARS).items
    audit.record(g.tenant.id, "cars_exported", g.current_user)
    db.session.commit()
    return send_csv("mobil", [headings(phrases), *(write_row(car, phrases) for car in found)])


@bp.get("/leads.csv")
@roles("owner", "admin")
def leads_table() -> Response:
    """Send all leads as a table."""
    rows = lead_rows(g.tenant, g.current_user, Phrases(current_language()))
    audit.record(g.tenant.id, "leads_exported", g.current_user)
    db.session.commit()
    return send_csv("lead", rows)
