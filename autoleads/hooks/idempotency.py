"""Carry out a POST with an `Idempotency-Key` once, and give its response again to repeats."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass

from flask import Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from autoleads.errors import invalid
from autoleads.extensions import db
from autoleads.hooks.client_address import client_address
from autoleads.http.surfaces import surface_has
from autoleads.services import idempotency
from autoleads.services.idempotency import HEADER, StoredResponse

log = logging.getLogger(__name__)

KEY = re.compile(r"[\x21-\x7e]{1,128}")
STORED_HEADERS = ("Content-Type", "Location", "ETag")


@dataclass(frozen=True)
class FirstRequest:
    """The first request with a key, whose response is to be stored."""

    client: str
    key: str


def replay_response() -> Response | None:
    """Return the stored response to a repeat; None lets the view carry the request out.

    Raises:
        ValidationError: the key is malformed, or was used for another request.
        Conflict: the first request with the key is still running.
    """
    g.first_request = None
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not KEY.fullmatch(key):
        raise invalid(HEADER, "not_an_idempotency_key")
    user = g.get("current_user")
    if user is None and surface_has("private"):
        # Logins: what they return must not be given again.
        return None
    client = f"user {user.id}" if user else f"address {client_address()}"
    stored = idempotency.begin(g.tenant, client, key, _request_hash())
    if stored is None:
        g.first_request = FirstRequest(client, key)
        return None
    response = Response(stored.body, stored.status, stored.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def store_response(response: Response) -> Response:
    """Store the response to the first request with a key, if the request succeeded."""
    first: FirstRequest | None = g.get("first_request")
    if first is None or response.status_code >= 300:
        return response
    headers = {name: response.headers[name] for name in STORED_HEADERS if name in response.headers}
    stored = StoredResponse(response.status_code, headers, response.get_data(as_text=True))
    try:
        idempotency.finish(g.tenant, first.client, first.key, stored)
        db.session.commit()
    except SQLAlchemyError as error:
        # The work is done and committed: the client gets its response all the same.
        log.error("idempotent response not stored", extra={"error": type(error).__name__})
        db.session.rollback()
    return response


def _request_hash() -> str:
    content = f"{request.path}?{request.query_string!r} ".encode() + request.get_data()
    return hashlib.sha256(content).hexdigest()
