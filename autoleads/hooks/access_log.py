"""Log one line a request: route, status, duration and tenant, nothing about people."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request

from autoleads.logs import log_line

log = logging.getLogger("autoleads.access")


def start_clock() -> None:
    """Remember when the request started."""
    g.started = time.perf_counter()


def write_access_line(response: Response) -> Response:
    """Log the request once its response is ready."""
    # The rule, not the path: paths carry secrets and slugs, queries carry phone numbers.
    rule = request.url_rule.rule if request.url_rule else None
    tenant = g.get("tenant")
    log_request(
        request.method,
        rule,
        response.status_code,
        g.started,
        tenant.slug if tenant else None,
        g.request_id,
    )
    return response


def log_request(
    method: str,
    route: str | None,
    status: int,
    started: float,
    tenant: str | None,
    request_id: str,
) -> None:
    """Log a request that started at a time of the performance counter."""
    line = {
        "requestId": request_id,
        "method": method,
        "route": route,
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "tenant": tenant,
    }
    log_line(log, "request", line)
