"""Say which other origins may read a response: any for public reads, the tenant's own for the rest.

Flask-CORS fixes its origins when an application is set up and takes some texts for regular
expressions. Ours depend on the tenant, so they are compared here, exactly, and Flask-CORS writes
the headers: `cross_origin` decorates functions that pass a response through.
"""

from __future__ import annotations

from flask import Response, current_app, g, request
from flask_cors import cross_origin

READ = ["GET", "HEAD", "OPTIONS"]
WRITE = ["POST", "PATCH", "DELETE"]
EXPOSED_HEADERS = [
    "X-Request-ID",
    "X-Total-Count",
    "X-Page",
    "X-Per-Page",
    "Link",
    "ETag",
    "Location",
    "Retry-After",
]
MAX_AGE = 600
READABLE_BY_ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(sorted(EXPOSED_HEADERS)),
}
"""What Flask-CORS adds to a public read, for responses that are made without it."""


def allow_any_origin_to_read(response: Response) -> Response:
    """Open the reads of the public surface to any origin, its writes to the tenant's own only."""
    method = request.headers.get("Access-Control-Request-Method", request.method)
    if method in READ:
        return _share_with_any_origin(response)
    return allow_own_origins(response)


def allow_own_origins(response: Response) -> Response:
    """Open the response to the tenant's own origins and those of the installation."""
    response.vary.add("Origin")
    if request.headers.get("Origin", "").lower() in own_origins():
        return _share_with_this_origin(response)
    return response


def own_origins() -> list[str]:
    """Return the origins of the request's tenant, if it has one, and of the installation."""
    config = current_app.config["AUTOLEADS"]
    origins = [request.host_url.rstrip("/").lower(), *config.cors_origins]
    tenant = g.get("tenant")
    if tenant is None:
        return origins
    origins.append(f"https://{tenant.slug}.{config.base_domain}")
    if tenant.domain:
        origins.append(f"https://{tenant.domain}")
        origins.append(f"https://www.{tenant.domain}")
    origins.extend(tenant.cors_origins)
    return origins


@cross_origin(
    origins="*",
    methods=READ,
    send_wildcard=True,
    expose_headers=EXPOSED_HEADERS,
    max_age=MAX_AGE,
    automatic_options=False,
)
def _share_with_any_origin(response: Response) -> Response:
    return response


@cross_origin(
    origins="*",  # answered with the origin of the request, which `own_origins` has
    methods=READ + WRITE,
    vary_header=False,  # every response of the surface varies, also one that is not shared
    expose_headers=EXPOSED_HEADERS,
    max_age=MAX_AGE,
    automatic_options=False,
)
def _share_with_this_origin(response: Response) -> Response:
    return response
