"""Conversations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from autoleads.models import Car, Message
from autoleads.models.car import CarStatus
from autoleads.models.message import Sender
from autoleads.schemas.base import Id, Moment, Query, RequestBody, ResponseModel, ResponseShape
from autoleads.schemas.leads import Colleague, Written


class MessageQuery(Query):
    """Which part of a conversation."""

    limit: int = Field(20, ge=1, le=100)
    before: Id | None = None
    """Only messages before this one."""


class MessageIn(RequestBody):
    text: Written
    confirm: bool = False
    """Write although the customer asked not to be written to."""


class MentionedCarOut(ResponseModel):
    """A code in a message, and the car it is; only the code where it is no car of this dealer."""

    id: int | None
    display_code: str
    public_name: str | None
    status: CarStatus | None


class MediaOut(ResponseModel):
    url: str | None = None
    filename: str | None = None
    extension: str | None = None


class LocationOut(ResponseModel):
    lat: float
    lng: float


class MessageOut(ResponseShape):
    id: int
    direction: Literal["in", "out"]
    sender: Sender
    author: Colleague | None
    kind: Literal[
        "text",
        "image",
        "video",
        "audio",
        "document",
        "location",
        "poll",
        "button",
        "form",
        "unsupported",
    ]
    text: str
    media: MediaOut | None
    location: LocationOut | None
    cars: list[MentionedCarOut]
    status: Literal[
        "received",
        "queued",
        "sending",
        "accepted",
        "sent",
        "delivered",
        "read",
        "failed",
        "unknown",
    ]
    error: str | None
    sent_at: Moment | None
    """The gateway's time."""
    created_at: Moment

    @classmethod
    def render(cls, message: Message, cars: Mapping[str, Car]) -> dict[str, Any]:
        """Return the JSON object of a message; `cars` has at least those it names, by code."""
        unknown = {"id": None, "public_name": None, "status": None}
        mentioned = [cars.get(code) or {**unknown, "display_code": code} for code in message.codes]
        stored = {name: getattr(message, name) for name in cls.model_fields if name != "cars"}
        return cls.model_validate({**stored, "cars": mentioned}).to_json()
