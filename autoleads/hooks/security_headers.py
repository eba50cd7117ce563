"""Headers that forbid browsers what our pages never need."""

from __future__ import annotations

from flask import Response

from autoleads.http.surfaces import surface_has

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: https:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


SECURITY_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
"""Of every response."""


def send_security_headers(response: Response) -> Response:
    """Add the headers; a page that needs another policy has set it already."""
    response.headers.update(SECURITY_HEADERS)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["X-Frame-Options"] = "DENY"
    if surface_has("private"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
