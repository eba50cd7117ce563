"""Log one line a request: route, status, duration, tenant and user, nothing about people."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request
from sqlalchemy import inspect

from autoleads.logs import log_line
from autoleads.models import User

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
        tenant=tenant.slug if tenant else None,
        user=_user_id(g.get("current_user")),
        request_id=g.request_id,
    )
    return response


def log_request(
    method: str,
    route: str | None,
    status: int,
    started: float,
    *,
    tenant: str | None,
    user: int | None,
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
        "user": user,
    }
    log_line(log, "request", line)


def _user_id(user: User | None) -> int | None:
    """Return the id of a user without a query, which an attribute may cost after a rollback."""
    if user is None:
        return None
    key = inspect(user).identity
    if key is None:
        return None
    _, user_id = key
    return int(user_id)
