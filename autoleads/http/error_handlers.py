"""Exceptions become answers here: the only place where a status meets a body."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Mapping

from flask import Flask, Response, g, render_template, url_for
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as UnknownPath
from werkzeug.exceptions import UnsupportedMediaType as WrongMediaType

from autoleads import errors
from autoleads.database.problems import UNAVAILABLE
from autoleads.errors import AutoLeadsError
from autoleads.http.responses import failure
from autoleads.http.surfaces import surface_has
from autoleads.views.error_page import ErrorPage

log = logging.getLogger(__name__)

STATUS: dict[type[AutoLeadsError], int] = {
    errors.BadRequest: 400,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.PayloadTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.ValidationError: 422,
    errors.RateLimited: 429,
    errors.ServiceUnavailable: 503,
}
RETRY_SECONDS = "5"


def register_error_handlers(app: Flask) -> None:
    app.register_error_handler(AutoLeadsError, handle_error)
    app.register_error_handler(HTTPException, handle_http_error)
    for unavailable in UNAVAILABLE:
        app.register_error_handler(unavailable, handle_database_down)
    app.register_error_handler(Exception, handle_unexpected_error)


def handle_error(error: AutoLeadsError) -> Response:
    return _render(status_of(error), error, _headers(error))


def status_of(error: AutoLeadsError) -> int:
    """Return the status that an error is responded with."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def handle_http_error(error: HTTPException) -> Response:
    """Respond to errors that Flask and Werkzeug raise, in our own envelope."""
    if isinstance(error, UnknownPath):
        return handle_error(errors.NotFound())
    if isinstance(error, BadHost):
        return handle_error(errors.TenantNotFound())
    if isinstance(error, RequestEntityTooLarge):
        return handle_error(errors.PayloadTooLarge())
    if isinstance(error, RateLimitExceeded):
        return handle_error(errors.RateLimited())
    if isinstance(error, WrongMediaType):
        return handle_error(errors.UnsupportedMediaType())
    if isinstance(error, MethodNotAllowed):
        allow = {"Allow": ", ".join(sorted(error.valid_methods or ()))}
        return _render(405, errors.MethodNotAllowed(), allow)
    if error.code is not None and 300 <= error.code < 400:
        redirect = error.get_response()
        return Response(redirect.get_data(), redirect.status_code, redirect.headers)
    return handle_error(errors.BadRequest())


def handle_database_down(error: Exception) -> Response:
    log.error("database unavailable", extra={"error": type(error).__name__})
    return handle_error(errors.ServiceUnavailable())


def handle_unexpected_error(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return _render(500, AutoLeadsError())


def handle_webhook_error(error: Exception) -> Response:
    """For callers that try again: a bug of ours must not lose what they brought.

    The error's own words are not logged: the database quotes phone numbers and texts in them.
    """
    trace = "".join(traceback.format_tb(error.__traceback__))
    extra = {"error": type(error).__name__, "trace": trace}
    log.error("not stored", exc_info=_unless_unavailable(error), extra=extra)
    return handle_error(errors.ServiceUnavailable())


def _unless_unavailable(error: Exception) -> Exception | None:
    """Return an error of ours, which is to be reported; None for a database that is away."""
    return None if isinstance(error, UNAVAILABLE) else error


def _render(
    status: int, error: AutoLeadsError, headers: Mapping[str, str] | None = None
) -> Response:
    """The envelope for programs, a page for people."""
    if not surface_has("pages"):
        return failure(status, error, headers)
    # Only the panel has people who are logged in.
    way_on = url_for("panel.today.show") if "current_user" in g else None
    page = ErrorPage.of(status, error, g.get("request_id"), way_on)
    return Response(render_template("errors/page.html", page=page), status, headers)


def _headers(error: AutoLeadsError) -> dict[str, str]:
    if isinstance(error, errors.Unauthorized):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, errors.ServiceUnavailable):
        return {"Retry-After": RETRY_SECONDS}
    if isinstance(error, errors.RateLimited):
        status = g.limit_status
        return {
            "Retry-After": str(max(1, int(status.reset - time.time()))),
            "X-RateLimit-Limit": str(status.limit),
            "X-RateLimit-Remaining": str(status.remaining),
            "X-RateLimit-Reset": str(status.reset),
        }
    return {}
