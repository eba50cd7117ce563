"""The files of photos, open at any host: their names cannot be guessed."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from autoleads.errors import NotFound
from autoleads.extensions import current
from autoleads.hooks.rate_limits import exempt_from_public_limit
from autoleads.http.responses import keep_for_good
from autoleads.services.storage import Storage

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{30}-(?:1600|800|320)\.(?P<kind>jpg|webp)")
TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}

bp = Blueprint("photos", __name__, url_prefix="/photos")
exempt_from_public_limit(bp)


@bp.get("/<path:name>")
def show(name: str) -> Response:
    """Return a photo, which never changes under its name."""
    match = NAME.fullmatch(name)
    if match is None:
        raise NotFound
    response = Response(current(Storage).get(name), mimetype=TYPES[match["kind"]])
    response.headers["Content-Disposition"] = "inline"
    return keep_for_good(response)
