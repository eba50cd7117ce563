"""The state of the service: alive, and ready to serve."""

from __future__ import annotations

from typing import Literal

from autoleads.schemas.base import ResponseModel


class HealthOut(ResponseModel):
    status: Literal["ok"] = "ok"


class ReadinessOut(ResponseModel):
    status: Literal["ready"] = "ready"
    checks: dict[str, bool]
    """Each part that serving needs, by name: `database`, `migrations`, `isolation`, `cache`."""
    worker_beat_seconds: int | None
    """Seconds since a worker last reported; null if none did. Serving needs no worker."""
