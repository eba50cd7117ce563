"""Log and count each request: route, status, duration, tenant and user, nothing about people."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request
from sqlalchemy import inspect

from autoleads.extensions import current
from autoleads.hooks.bounded_threads import arrived_at, seconds_held
from autoleads.logs import log_line
from autoleads.metrics import Metrics
from autoleads.models import User

log = logging.getLogger("autoleads.access")


class AccessLog:
    """Logs requests, and counts them where metrics are on; each application has one."""

    def __init__(self, metrics: Metrics | None) -> None:
        self._metrics = metrics

    def write(
        self,
        method: str,
        route: str | None,
        status: int,
        started: float,
        *,
        tenant: str | None,
        user: int | None = None,
        request_id: str,
        held: float = 0,
    ) -> None:
        """Log and count a request that started at a time of the performance counter.

        Its duration has in it for how many seconds it was held back, as its client waited for it.
        """
        seconds = time.perf_counter() - started
        if self._metrics is not None:
            self._metrics.count_request(route, method, status, seconds)
        line = {
            "requestId": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "tenant": tenant,
            "user": user,
        }
        if held:
            line["heldMs"] = round(held * 1000, 1)
        log_line(log, "request", line)


def start_clock() -> None:
    """Remember when the request started."""
    g.started = arrived_at(request.environ)


def write_access_line(response: Response) -> Response:
    """Log the request once its response is ready."""
    # The rule, not the path: paths carry secrets and slugs, queries carry phone numbers.
    rule = request.url_rule.rule if request.url_rule else None
    tenant = g.get("tenant")
    current(AccessLog).write(
        request.method,
        rule,
        response.status_code,
        g.started,
        tenant=tenant.slug if tenant else None,
        user=_user_id(g.get("current_user")),
        request_id=g.request_id,
        held=seconds_held(request.environ),
    )
    return response


def _user_id(user: User | None) -> int | None:
    """Return the id of a user without a query, which an attribute may cost after a rollback."""
    if user is None:
        return None
    key = inspect(user).identity
    if key is None:
        return None
    _, user_id = key
    return int(user_id)
