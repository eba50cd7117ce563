"""The stock, as the team works on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import etag, expected_versions
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import field_messages, no_content, paginated, success
from autoleads.models import Car
from autoleads.schemas.car_queries import StockQuery
from autoleads.schemas.cars import CarEventOut, CarIn, CarPatch, OwnCarOut
from autoleads.services import cars

bp = Blueprint("cars", __name__, url_prefix="/cars")


@bp.get("")
@endpoint("Cars", PageOf[OwnCarOut])
def index(query: StockQuery) -> Response:
    """List the stock; without `status`, all but archived cars."""
    page = cars.search(g.tenant, query.search(), query.page, query.limit)
    return paginated([OwnCarOut.render(g.tenant, car) for car in page.items], page)


@bp.post("")
@endpoint("Cars", OwnCarOut, status=201, errors=(409,))
@roles("owner", "admin")
def create(json: CarIn) -> Response:
    """Add a car; `meta.warnings` tells what is unlikely."""
    car = cars.create(g.tenant, json.new_car(), by=g.current_user)
    db.session.commit()
    location = url_for("admin.cars.show", car_id=car.id)
    return success(
        OwnCarOut.render(g.tenant, car),
        201,
        meta=_meta(car),
        headers={**etag(car), "Location": location},
    )


@bp.get("/<int:car_id>")
@endpoint("Cars", OwnCarOut)
def show(car_id: int) -> Response:
    """Show a car of any status."""
    car = cars.get(g.tenant, car_id)
    return success(OwnCarOut.render(g.tenant, car), headers=etag(car))


@bp.patch("/<int:car_id>")
@endpoint("Cars", OwnCarOut, errors=(409, 412))
@roles("owner", "admin")
def update(car_id: int, json: CarPatch) -> Response:
    """Change a car; null clears what may be empty, `meta.warnings` tells what is unlikely."""
    car = cars.update(
        g.tenant,
        car_id,
        json.changes(),
        by=g.current_user,
        expected_versions=expected_versions(),
    )
    db.session.commit()
    return success(OwnCarOut.render(g.tenant, car), meta=_meta(car), headers=etag(car))


@bp.delete("/<int:car_id>")
@endpoint("Cars", status=204, errors=(412,))
@roles("owner", "admin")
def remove(car_id: int) -> Response:
    """Archive a car; its code is never used again, leads keep it."""
    cars.archive(g.tenant, car_id, by=g.current_user, expected_versions=expected_versions())
    db.session.commit()
    return no_content()


@bp.get("/<int:car_id>/history")
@endpoint("Cars", list[CarEventOut])
def history(car_id: int) -> Response:
    """List the changes of price, credit price and status, newest first."""
    return success([CarEventOut.render(event) for event in cars.history(g.tenant, car_id)])


def _meta(car: Car) -> dict[str, Any] | None:
    warnings = cars.warnings(car)
    return {"warnings": field_messages(warnings)} if warnings else None
