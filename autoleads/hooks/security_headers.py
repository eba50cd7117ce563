"""Headers that keep browsers from doing what we never ask of them."""

from __future__ import annotations

from flask import Response, request

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def send_security_headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Frame-Options"] = "DENY"
    if request.path.startswith(("/admin", "/api/admin")):
        response.headers["Cache-Control"] = "no-store"
    return response
