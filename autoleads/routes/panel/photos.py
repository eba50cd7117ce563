"""The photos of a car, on the page of its form."""

from __future__ import annotations

from flask import Blueprint, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import (
    Conflict,
    PayloadTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
    ValidationError,
)
from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form
from autoleads.hooks.uploads import MAX_PHOTOS, read_photos, takes_files
from autoleads.routes.panel.rendering import go_to
from autoleads.schemas.photos import PhotoOrderIn
from autoleads.services import cars

REFUSALS = (
    Conflict,
    PayloadTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
    ValidationError,
)
"""What the page itself tells."""

bp = Blueprint("photos", __name__, url_prefix="/cars/<int:car_id>/photos")


@bp.post("")
@takes_files(MAX_PHOTOS)
@roles("owner", "admin")
def create(car_id: int) -> BaseResponse:
    """Add photos, all or none."""
    try:
        cars.add_photos(g.tenant, car_id, read_photos())
    except REFUSALS as problem:
        db.session.rollback()
        return _back(car_id, problem.phrase)
    db.session.commit()
    return _back(car_id)


@bp.post("/order")
@roles("owner", "admin")
def order(car_id: int) -> BaseResponse:
    """Put the photos in the order in which a mouse has dragged them."""
    form = read_form(PhotoOrderIn, lists=["order"])
    cars.order_photos(g.tenant, car_id, form.order)
    db.session.commit()
    return _back(car_id)


@bp.post("/<int:photo_id>/forward")
@roles("owner", "admin")
def move(car_id: int, photo_id: int) -> BaseResponse:
    """Move a photo forward by one place; the first is the cover."""
    cars.move_photo_forward(g.tenant, car_id, photo_id)
    db.session.commit()
    return _back(car_id)


@bp.post("/<int:photo_id>/delete")
@roles("owner", "admin")
def delete(car_id: int, photo_id: int) -> BaseResponse:
    """Remove a photo."""
    cars.delete_photo(g.tenant, car_id, photo_id)
    db.session.commit()
    return _back(car_id)


def _back(car_id: int, said: str | None = None) -> BaseResponse:
    return go_to("panel.car_form.edit", said, car_id=car_id)
