"""One line a request: who asked for what, how it ended, how long it took; nothing about people."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request

log = logging.getLogger("autoleads.access")


def start_clock() -> None:
    g.started = time.perf_counter()


def write_access_line(response: Response) -> Response:
    # The rule, not the path: paths carry secrets and slugs, queries carry phone numbers.
    rule = request.url_rule.rule if request.url_rule else None
    tenant = g.get("tenant")
    log.info(
        "request",
        extra={
            "method": request.method,
            "route": rule,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
            "tenant": tenant.slug if tenant else None,
        },
    )
    return response
