"""Health checks for load balancers and orchestrators. Open at any host, without login."""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.errors import ServiceUnavailable
from autoleads.extensions import current
from autoleads.hooks.forwarded_addresses import ForwardedAddresses
from autoleads.hooks.rate_limits import exempt_from_public_limit, limit_readiness
from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.operations import HealthOut, ReadinessOut
from autoleads.services import health

bp = Blueprint("operations", __name__)
exempt_from_public_limit(bp)


@bp.get("/healthz")
@endpoint("Operations", HealthOut, login=False, tenant=False)
def healthz() -> Response:
    """Check that the process is alive; asks no other service."""
    return success(HealthOut().to_json())


@bp.get("/readyz")
@endpoint("Operations", ReadinessOut, errors=(429, 503), login=False, tenant=False)
@limit_readiness
def readyz() -> Response:
    """Check everything that serving needs; the message of a 503 names the parts that fail."""
    report = health.check()
    if report.failing:
        raise ServiceUnavailable("not_ready", parts=", ".join(report.failing))
    return success(ReadinessOut.of(report, current(ForwardedAddresses).warning))
