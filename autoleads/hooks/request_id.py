"""An id for every request, in its answer and in its log lines."""

from __future__ import annotations

import re
import uuid

from flask import Response, g, request

ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def set_request_id() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if ACCEPTED.fullmatch(given) else uuid.uuid4().hex


def add_request_id(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    return response
