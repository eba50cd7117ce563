"""The page of a car, to which links in chats lead."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.hooks.replica import prefers_replica
from autoleads.http.surfaces import declare
from autoleads.services import cars
from autoleads.views.car_page import CarPage

bp = Blueprint("cars", __name__, url_prefix="/cars")
declare(bp, "pages")


@bp.get("/<slug>")
@prefers_replica
def show(slug: str) -> BaseResponse:
    """Show one car; redirect a former slug to the current one."""
    car = cars.get_by_slug(g.tenant, slug)
    if car.slug != slug.lower():
        return redirect(url_for(".show", slug=car.slug), 301)
    page = CarPage.of(g.tenant, car, cars.alternatives(g.tenant, car))
    return Response(render_template("storefront/car.html", page=page, tenant=g.tenant))
