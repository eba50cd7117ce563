"""For the machines that run us: alive, and ready to serve. Open at any host."""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.errors import ServiceUnavailable
from autoleads.hooks.rate_limits import exempt_from_public_limit
from autoleads.http.responses import success
from autoleads.services import health

bp = Blueprint("operations", __name__)
exempt_from_public_limit(bp)


@bp.get("/healthz")
def healthz() -> Response:
    """The process is alive; asks nothing else."""
    return success({"status": "ok"})


@bp.get("/readyz")
def readyz() -> Response:
    """Everything that serving needs is there; 503 names what is not."""
    report = health.check()
    if report.failing:
        raise ServiceUnavailable(f"Not ready: {', '.join(report.failing)}.")
    return success(
        {
            "status": "ready",
            "checks": report.checks,
            "workerBeatSeconds": report.worker_beat_seconds,
        }
    )
