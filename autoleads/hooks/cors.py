"""Which other origins may read answers: anybody the public GETs, the dealer's own and configured ones the rest."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_cors.core import get_cors_options, set_cors_headers

READ = ["GET", "HEAD", "OPTIONS"]
EXPOSED = [
    "X-Request-ID",
    "X-Total-Count",
    "X-Page",
    "X-Per-Page",
    "Link",
    "ETag",
    "Location",
    "Retry-After",
]


def allow_any_origin_to_read(response: Response) -> Response:
    """For the public surface; what it writes is left to the dealer's own origins."""
    method = request.headers.get("Access-Control-Request-Method", request.method)
    if method not in READ:
        return allow_own_origins(response)
    return _allow(response, public=True)


def allow_own_origins(response: Response) -> Response:
    """For the admin surface."""
    response.vary.add("Origin")
    # Compared here, exactly: the library takes some origins for regular expressions.
    if request.headers.get("Origin", "").lower() not in own_origins():
        return response
    return _allow(response, public=False)


def own_origins() -> list[str]:
    """The origins of the dealer in force, and those of the installation."""
    config = current_app.config["AUTOLEADS"]
    tenant = g.get("tenant")
    ours = [request.host_url.rstrip("/").lower(), *config.cors_origins]
    if tenant is None:
        return ours
    domain = [f"https://{tenant.domain}"] if tenant.domain else []
    return [*ours, f"https://{tenant.slug}.{config.base_domain}", *domain, *tenant.cors_origins]


@cache
def _options(app: Flask, *, public: bool) -> Any:
    """What Flask-CORS is told; the same for every request of a surface."""
    options: dict[str, Any] = {
        "origins": "*",
        "methods": READ if public else [*READ, "POST", "PATCH", "DELETE"],
        "send_wildcard": public,
        "expose_headers": EXPOSED,
        "max_age": 600,
        "supports_credentials": False,
        "vary_header": False,
    }
    return get_cors_options(app, options)  # type: ignore[arg-type]


def _allow(response: Response, *, public: bool) -> Response:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return set_cors_headers(response, _options(app, public=public))
