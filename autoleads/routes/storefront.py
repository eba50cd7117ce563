"""The page that a link in a chat leads to: one car, to read on a telephone."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.hooks.conditional import make_conditional
from autoleads.hooks.rate_limits import count_public_request
from autoleads.hooks.replica import prefer_replica
from autoleads.hooks.tenant import resolve_tenant
from autoleads.schemas.cars import CarPageOut
from autoleads.services import cars

bp = Blueprint("storefront", __name__, url_prefix="/cars")
bp.before_request(count_public_request)
bp.before_request(resolve_tenant)
bp.before_request(prefer_replica)
bp.after_request(make_conditional)


@bp.get("/<slug>")
def show(slug: str) -> BaseResponse:
    """One car; a former address leads to the present one."""
    car = cars.get_by_slug(g.tenant, slug)
    if car.slug != slug.lower():
        return redirect(url_for(".show", slug=car.slug), 301)
    page = CarPageOut.render(g.tenant, car, cars.alternatives(g.tenant, car))
    return Response(render_template("storefront/car.html", car=page, tenant=g.tenant))
