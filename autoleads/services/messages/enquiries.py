"""Enquiries that customers make on a tenant's web site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from autoleads.errors import invalid
from autoleads.models import Car
from autoleads.services import cars, leads
from autoleads.services.leads import CustomerMessage, Opening
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """An enquiry of the web form."""

    name: str
    phone: str
    """E.164."""
    message: str | None = None
    car_slug: str | None = None
    channel: str | None = None


def create_enquiry(tenant: TenantInfo, new_enquiry: NewEnquiry) -> int:
    """Store an enquiry in the open lead of its phone, or in a new one; return the lead's id.

    Anybody can type a phone number: a name that is known and an opt-out stay as they are. Without
    a message, the customer waits for a reply all the same.

    Raises:
        ValidationError: no car that customers can see has this slug.
    """
    asked: list[Car] = []
    if new_enquiry.car_slug:
        asked.append(_get_visible_car(tenant, new_enquiry.car_slug))
    message = None
    if new_enquiry.message and new_enquiry.message.strip():
        message = CustomerMessage(text=new_enquiry.message)
    opening = Opening(
        source="web",
        phone=new_enquiry.phone,
        name=new_enquiry.name,
        channel=new_enquiry.channel,
        cars=asked,
        message=message,
        waits_since=datetime.now(UTC),
    )
    return leads.find_or_open(tenant, opening).lead_id


def _get_visible_car(tenant: TenantInfo, slug: str) -> Car:
    car = cars.find_by_slug(tenant, slug)
    if car is None:
        raise invalid("carSlug", "is no car of ours")
    return car
