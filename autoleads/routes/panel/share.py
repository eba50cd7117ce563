"""Sharing a car: texts of ads, a QR code, and a sheet to print."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, g, render_template

from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel_queries import ChannelQuery
from autoleads.services import cars
from autoleads.views.panel.share import SharePage, SheetPage, scanned_link

bp = Blueprint("share", __name__, url_prefix="/cars/<int:car_id>")


@bp.get("/share")
def show(car_id: int) -> Response:
    """Offer the texts of a car's ads, to copy or to share."""
    page = SharePage.of(g.tenant, cars.get(g.tenant, car_id))
    return show_page("panel/share.html", active="cars", page=page)


@bp.get("/qr.svg")
def qr_code(car_id: int) -> Response:
    """Draw the QR code of a chat about a car."""
    car = cars.get(g.tenant, car_id)
    link = scanned_link(g.tenant, car, read_query(ChannelQuery).channel)
    drawing = io.BytesIO()
    segno.make_qr(link, error="m").save(drawing, kind="svg", scale=8, light="#fff", svgclass=None)
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


@bp.get("/sheet")
def sheet(car_id: int) -> Response:
    """Show the sheet of a car, for the printer."""
    page = SheetPage.of(g.tenant, cars.get(g.tenant, car_id))
    return Response(render_template("panel/sheet.html", page=page, tenant=g.tenant))
