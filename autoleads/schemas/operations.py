"""The state of the service: alive, and ready to serve."""

from __future__ import annotations

from typing import Any, Literal

from autoleads.schemas.base import ResponseModel
from autoleads.services.health import Report


class HealthOut(ResponseModel):
    status: Literal["ok"] = "ok"


class ReadinessOut(ResponseModel):
    status: Literal["ready"] = "ready"
    checks: dict[str, bool]
    """Each part that serving needs, by name: `database`, `migrations`, `isolation`, `cache`."""
    worker_beat_seconds: int | None
    """Seconds since a worker last reported; null if none did. Serving needs no worker."""
    warnings: list[str]
    """What an operator should change, though this process can serve."""

    @classmethod
    def of(cls, report: Report, *warnings: str | None) -> dict[str, Any]:
        """Return the JSON object of a report, with further warnings where they are not None."""
        given = [warning for warning in warnings if warning is not None]
        shown = cls(
            checks=report.checks,
            worker_beat_seconds=report.worker_beat_seconds,
            warnings=report.warnings + given,
        )
        return shown.to_json()
