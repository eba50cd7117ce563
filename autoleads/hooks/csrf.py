"""Forms come from our own pages only: sibling subdomains are other dealers, and cookies do not tell them apart."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from autoleads.errors import Forbidden

SAFE = ("GET", "HEAD", "OPTIONS")


def require_same_origin() -> None:
    """
    Raises:
        Forbidden: a request that changes something was made by a page of another origin.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none"):
        raise Forbidden
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden
