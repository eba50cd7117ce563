"""Send public reads to the read replica, where there is one."""

from __future__ import annotations

import logging

from flask import current_app, request

from autoleads.circuit_breaker import CircuitBreaker
from autoleads.database.tenant_scope import read_from_replica
from autoleads.extensions import current

log = logging.getLogger(__name__)


class ReplicaBreaker(CircuitBreaker):
    """The circuit breaker of the replica; each application has one."""


def prefer_replica() -> None:
    """Let a GET or HEAD request read from the replica, unless it failed a moment ago."""
    if not current_app.config["SQLALCHEMY_BINDS"] or request.method not in ("GET", "HEAD"):
        return
    breaker = current(ReplicaBreaker)
    if not breaker.admits():
        return
    if read_from_replica():
        breaker.close()
    elif breaker.trip():
        log.warning("replica unreachable; reading from the primary")
