"""The metrics for Prometheus, open at any host to who has their token.

They are not part of the OpenAPI document: it describes what dealers' programs use.
"""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.extensions import current
from autoleads.hooks.metrics_token import require_metrics_token
from autoleads.hooks.rate_limits import exempt_from_public_limit
from autoleads.metrics import CONTENT_TYPE, Metrics
from autoleads.services import monitoring

bp = Blueprint("metrics", __name__)
exempt_from_public_limit(bp)
bp.before_request(require_metrics_token)


@bp.get("/metrics")
def index() -> Response:
    """Return the figures of all web processes, and those of the platform."""
    text = current(Metrics).render(monitoring.read_figures())
    return Response(text, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
