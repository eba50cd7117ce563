"""Browsers that take notifications, as they describe themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from autoleads.schemas.base import Line, RequestBody
from autoleads.services.notifications import NewSubscription

Endpoint = Annotated[Line, Field(max_length=1_000)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,120}$")]


class EndpointForm(RequestBody):
    """The address of a browser at its push service."""

    endpoint: Endpoint


class SubscriptionForm(EndpointForm):
    """A browser, its keys, and what its user wants there."""

    p256dh: Annotated[Key, Field(alias="p256dh")]
    auth: Key
    always: bool = False
    """Outside opening hours too."""
    shows_text: bool = True
    """Names and words on the lock screen."""

    def new_subscription(self) -> NewSubscription:
        return NewSubscription(**self.model_dump())
