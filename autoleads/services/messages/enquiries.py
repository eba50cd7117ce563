"""What buyers ask through a dealer's web site."""

from __future__ import annotations

from datetime import UTC, datetime

from autoleads.errors import invalid
from autoleads.extensions import db
from autoleads.models import Car, Lead
from autoleads.services import cars, leads
from autoleads.services.messages import inbound
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import find_codes


def create_enquiry(
    tenant: TenantInfo,
    *,
    name: str,
    phone: str,
    message: str | None = None,
    car_slug: str | None = None,
    channel: str | None = None,
) -> Lead:
    """Note an enquiry in the open lead of this phone, or in a new one.

    Nobody proved that the phone is his: a known name and an opt-out stay.

    Raises:
        ValidationError: no car that buyers can see has this slug.
    """
    now = datetime.now(UTC)
    wanted = [_visible_car(tenant, car_slug)] if car_slug else []
    codes = find_codes(message or "")
    contact = leads.upsert_contact(tenant, phone=phone, name=name)
    lead, _ = leads.open_lead(
        tenant, contact, source="web", channel=channel or inbound.channel_of(codes)
    )
    leads.attach_cars(tenant, lead, wanted, now)
    # Also without a message somebody waits for an answer.
    leads.customer_wrote(lead, now)
    if message and message.strip():
        inbound.add_from_customer(tenant, lead, message, codes, now)
    db.session.flush()
    return lead


def _visible_car(tenant: TenantInfo, slug: str) -> Car:
    car = cars.find_by_slug(tenant, slug)
    if car is None:
        raise invalid("carSlug", "is no car of ours")
    return car
