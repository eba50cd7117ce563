"""Enquiries from the web."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from autoleads.schemas.base import Line, Phone, RequestBody, ResponseModel, Text
from autoleads.services.messages import NewEnquiry

Channel = Annotated[
    str,
    BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value),
    Field(pattern=r"^[a-z0-9_-]{1,20}$"),
]
"""Where the buyer saw the car, as tags are written: `ig`."""


class EnquiryIn(RequestBody):
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
    lead_id: int
