"""Refuse forms of other origins.

Cookies do not protect a form: the subdomains of other tenants are the same site.
"""

from __future__ import annotations

from flask import request

from autoleads.errors import Forbidden

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SITES = ("same-origin", "none")


def require_same_origin() -> None:
    """Check that a request that may change something comes from a page of this origin.

    Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; every browser in use sends one.

    Raises:
        Forbidden: the request comes from a page of another origin, or says nothing about it.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in OWN_SITES:
            raise Forbidden
        return
    origin = request.headers.get("Origin", "")
    if origin.partition("://")[2] != request.host:
        raise Forbidden
