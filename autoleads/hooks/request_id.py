"""Give every request an id, for its response and its log lines."""

from __future__ import annotations

import re
import secrets

from flask import Response, g, request

ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def set_request_id() -> None:
    """Take the client's request id if it is acceptable, else make one."""
    g.request_id = choose_request_id(request.headers.get("X-Request-ID", ""))


def choose_request_id(given: str) -> str:
    """Return the id that a client gave if it is acceptable, else a new one."""
    return given if ACCEPTED.fullmatch(given) else secrets.token_hex(16)


def add_request_id(response: Response) -> Response:
    """Send the request's id with its response."""
    response.headers["X-Request-ID"] = g.request_id
    return response
