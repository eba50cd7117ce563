"""The public stock."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from autoleads.hooks.response_cache import respond
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import JSON
from autoleads.routes.public.reads import CarMoved, count_facets, list_cars, show_car
from autoleads.schemas.car_facets import FacetsOut
from autoleads.schemas.car_queries import CarFilters, CarQuery
from autoleads.schemas.cars import CarOut, CarPageOut

bp = Blueprint("cars", __name__, url_prefix="/cars")


@bp.get("")
@endpoint("Stock", PageOf[CarOut], login=False)
def index(query: CarQuery) -> Response:
    """List available cars."""
    return respond(list_cars, query)


@bp.get("/facets")
@endpoint("Stock", FacetsOut, login=False)
def facets(query: CarFilters) -> Response:
    """Count what available cars can be filtered by."""
    return respond(count_facets, query)


@bp.get("/<slug>")
@endpoint("Stock", CarPageOut, errors=(301,), login=False)
def show(slug: str) -> Response:
    """Show a car that is available, booked or sold; a former address leads to the present one."""
    try:
        return respond(show_car, slug)
    except CarMoved as moved:
        # Not for ever: a car may return to an address that it had before.
        headers = {
            "Location": url_for(".show", slug=moved.slug),
            "Cache-Control": "public, max-age=5",
        }
        return Response(status=301, headers=headers, mimetype=JSON)
