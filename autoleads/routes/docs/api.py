"""The OpenAPI document, and the page on which Scalar shows it and tries its operations.

Scalar's script comes from the installed package `offapi`; see docs/adr/0007-api-pages.md.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for

from autoleads.extensions import current
from autoleads.hooks.cors import allow_any_origin_to_read
from autoleads.http.openapi import document
from autoleads.http.responses import JSON, keep_for_good
from autoleads.services.tenants import TenantUrls

PACKAGE = metadata.distribution("offapi")
SCALAR = Path(str(PACKAGE.locate_file("offapi/scalar.js")))
"""Located without an import: importing the package builds three pages of several megabytes."""

# Scalar writes its styles into the page while it runs. Scripts stay as strict as everywhere, and
# requests go to this origin only.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.get("/openapi.json")
def openapi() -> Response:
    """Return the OpenAPI document, which pages of any origin may read."""
    described = {**document(), "servers": _servers()}
    response = Response(current_app.json.dumps(described), mimetype=JSON)
    return allow_any_origin_to_read(response)


@bp.get("/docs")
def page() -> Response:
    """Show the OpenAPI document."""
    html = render_template("docs/api.html", configuration=_configuration(), version=PACKAGE.version)
    return Response(html, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})


@bp.get("/docs/scalar.js")
def script() -> Response:
    """Return Scalar's script; its URL carries the version, so that browsers may cache it long."""
    response = Response(_compressed_script(), mimetype="text/javascript")
    response.content_encoding = "gzip"
    return keep_for_good(response)


@cache
def _compressed_script() -> bytes:
    """Return the script for every browser, which all accept gzip: 1.4 MB in place of 4.7."""
    return gzip.compress(SCALAR.read_bytes(), mtime=0)


def _servers() -> list[dict[str, Any]]:
    """Return where the operations are: at the host of any dealer."""
    return [
        {
            "url": current(TenantUrls).origin_of("{dealer}"),
            "description": "A dealer's host, or the dealer's own domain",
            "variables": {"dealer": {"default": "dealer1", "description": "The dealer's slug"}},
        }
    ]


def _configuration() -> dict[str, Any]:
    """Return Scalar's settings: nothing from other servers, and no token stored in the browser."""
    return {
        "url": url_for("docs.api.openapi"),
        "servers": [{"url": request.host_url.rstrip("/")}],
        "withDefaultFonts": False,
        "telemetry": False,
        "persistAuth": False,
        "agent": {"disabled": True},
        "mcp": {"disabled": True},
        "hideClientButton": True,
        "showDeveloperTools": "never",
    }
