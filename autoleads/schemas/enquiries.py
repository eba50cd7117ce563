"""Enquiries that customers make on a web site."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from autoleads.schemas.base import Line, Phone, RequestBody, ResponseModel, Text
from autoleads.services.messages import NewEnquiry


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


Channel = Annotated[str, BeforeValidator(_lower), Field(pattern=r"^[a-z0-9_-]{1,20}$")]
"""The place where the customer saw the car, written like the tag of a code: `ig`."""


class EnquiryIn(RequestBody):
    """An enquiry."""

    name: Line
    phone: Phone
    message: Text | None = None
    car_slug: Line | None = None
    channel: Channel | None = None

    def to_new_enquiry(self) -> NewEnquiry:
        """Return the enquiry for the service."""
        return NewEnquiry(
            name=self.name,
            phone=self.phone,
            message=self.message,
            car_slug=self.car_slug,
            channel=self.channel,
        )


class EnquiryOut(ResponseModel):
    """The lead of an enquiry."""

    lead_id: int
