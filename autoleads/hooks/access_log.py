"""Log one line a request: route, status, duration and tenant, nothing about people."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request

log = logging.getLogger("autoleads.access")


def start_clock() -> None:
    """Remember when the request started."""
    g.started = time.perf_counter()


def write_access_line(response: Response) -> Response:
    """Log the request once its response is ready."""
    # The rule, not the path: paths carry secrets and slugs, queries carry phone numbers.
    rule = request.url_rule.rule if request.url_rule else None
    tenant = g.get("tenant")
    duration = time.perf_counter() - g.started
    log.info(
        "request",
        extra={
            "method": request.method,
            "route": rule,
            "status": response.status_code,
            "ms": round(duration * 1000, 1),
            "tenant": tenant.slug if tenant else None,
        },
    )
    return response
