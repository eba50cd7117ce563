"""The photos of a car."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.uploads import MAX_PHOTOS, read_photos, takes_files
from autoleads.http.openapi import endpoint
from autoleads.http.responses import no_content, success
from autoleads.schemas.photos import OwnPhotoOut, PhotoFiles, PhotoOrderIn
from autoleads.services import cars

bp = Blueprint("photos", __name__, url_prefix="/cars/<int:car_id>/photos")


@bp.post("")
@endpoint("Stock", list[OwnPhotoOut], status=201, form=PhotoFiles, errors=(409,))
@takes_files(MAX_PHOTOS)
@roles("owner", "admin")
def create(car_id: int) -> Response:
    """Add photos, sent as `file` in multipart form data; the first of a car is its cover."""
    added = cars.add_photos(g.tenant, car_id, read_photos())
    db.session.commit()
    return success([OwnPhotoOut.of(g.tenant, photo).to_json() for photo in added], 201)


@bp.patch("")
@endpoint("Stock", list[OwnPhotoOut])
@roles("owner", "admin")
def update(car_id: int, json: PhotoOrderIn) -> Response:
    """Put the photos in another order."""
    photos = cars.order_photos(g.tenant, car_id, json.order)
    db.session.commit()
    return success([OwnPhotoOut.of(g.tenant, photo).to_json() for photo in photos])


@bp.delete("/<int:photo_id>")
@endpoint("Stock", status=204)
@roles("owner", "admin")
def remove(car_id: int, photo_id: int) -> Response:
    """Remove a photo."""
    cars.delete_photo(g.tenant, car_id, photo_id)
    db.session.commit()
    return no_content()
