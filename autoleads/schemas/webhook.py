"""The responses to webhooks."""

from __future__ import annotations

from typing import Any, Literal

from autoleads.schemas.base import ResponseModel
from autoleads.services.messages import Outcome, Reason


class OutcomeOut(ResponseModel):
    """The result of a webhook."""

    status: Literal["processed", "duplicate", "ignored"]
    lead_id: int | None = None
    """The lead of a message that was processed, now or before."""
    reason: Reason | None = None
    """The reason why a message was ignored."""

    @classmethod
    def render(cls, outcome: Outcome) -> dict[str, Any]:
        """Return the JSON object of an outcome, without the fields that have no value."""
        return cls.model_validate(outcome).model_dump(by_alias=True, exclude_none=True)
