"""The public stock."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from autoleads.hooks.response_cache import cached_response
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import JSON, paginated, success
from autoleads.schemas.car_facets import FacetsOut
from autoleads.schemas.car_queries import CarFilters, CarQuery
from autoleads.schemas.cars import CarOut, CarPageOut
from autoleads.services import cars

bp = Blueprint("cars", __name__, url_prefix="/cars")


@bp.get("")
@endpoint("Stock", PageOf[CarOut], login=False)
@cached_response
def index(query: CarQuery) -> Response:
    """List available cars."""
    page = cars.read_page(g.tenant, query.search(), query.page, query.limit)
    return paginated(page.items, page)


@bp.get("/facets")
@endpoint("Stock", FacetsOut, login=False)
@cached_response
def facets(query: CarFilters) -> Response:
    """Count what available cars can be filtered by."""
    return success(FacetsOut.render(cars.facets(g.tenant, query.search())))


@bp.get("/<slug>")
@endpoint("Stock", CarPageOut, errors=(301,), login=False)
@cached_response
def show(slug: str) -> Response:
    """Show a car that is available, booked or sold; a former address leads to the present one."""
    car = cars.read_car(g.tenant, slug)
    if car.slug != slug.lower():
        # Not for ever: a car may return to an address that it had before.
        headers = {
            "Location": url_for(".show", slug=car.slug),
            "Cache-Control": "public, max-age=5",
        }
        return Response(status=301, headers=headers, mimetype=JSON)
    return success(car.json)
