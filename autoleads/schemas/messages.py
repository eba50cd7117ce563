"""Conversations with customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urljoin

from flask import url_for
from pydantic import Field

from autoleads.extensions import current
from autoleads.gateways.inbound import Kind
from autoleads.models import Car, Message
from autoleads.models.car import CarStatus
from autoleads.models.message import Origin, Sender
from autoleads.schemas.base import Id, Moment, Query, RequestBody, ResponseModel, ResponseShape
from autoleads.schemas.leads import Colleague, Written
from autoleads.services.tenants import TenantInfo, TenantUrls


class MessageQuery(Query):
    """The part of a conversation to list."""

    limit: int = Field(20, ge=1, le=100)
    before: Id | None = None
    """Only messages before this one."""


class MessageIn(RequestBody):
    """A reply to a customer."""

    text: Written
    confirm: bool = False
    """Write although the customer has opted out."""


class MentionedCarOut(ResponseModel):
    """A display code in a message, and its car; only the code if the tenant has no such car."""

    id: int | None
    display_code: str
    public_name: str | None
    status: CarStatus | None


class MediaOut(ResponseModel):
    """A file that came with a message."""

    url: str | None = None
    """The gateway's until we have the file; then ours, for those who may see the message."""
    filename: str | None = None
    extension: str | None = None


class LocationOut(ResponseModel):
    """A place on the map, in degrees."""

    lat: float
    lng: float


class MessageOut(ResponseShape):
    """A message of a conversation."""

    id: int
    direction: Literal["in", "out"]
    sender: Sender
    author: Colleague | None
    origin: Origin
    edited: bool
    """True for the later text of a message that the customer edited."""
    kind: Kind
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
    def render(
        cls, tenant: TenantInfo, message: Message, cars: Mapping[str, Car]
    ) -> dict[str, Any]:
        """Return the JSON object of a message; `cars` has at least those it names, by code."""
        names = cls.model_fields.keys() - {"cars"}
        fields: dict[str, Any] = {name: getattr(message, name) for name in names}
        fields["media"] = _media(tenant, message)
        fields["cars"] = [_mentioned_car(code, cars.get(code)) for code in message.codes]
        return cls.model_validate(fields).to_json()


def _media(tenant: TenantInfo, message: Message) -> dict[str, Any] | None:
    """Return the file of a message, with the address where it is by now."""
    media = message.media
    if media is None:
        return None
    if "file" in media:
        path = url_for("admin.messages.show_file", lead_id=message.lead_id, message_id=message.id)
        return media | {"url": urljoin(current(TenantUrls).site(tenant), path)}
    return media | {"url": None} if "gone" in media else media


def _mentioned_car(code: str, car: Car | None) -> MentionedCarOut:
    if car is None:
        return MentionedCarOut(id=None, display_code=code, public_name=None, status=None)
    return MentionedCarOut.model_validate(car)
