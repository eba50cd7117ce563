"""Enquiries that customers make on a tenant's web site."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import select

from autoleads.database.named_locks import lock_name
from autoleads.errors import invalid
from autoleads.extensions import db
from autoleads.models import Car, Message
from autoleads.services import cars, leads
from autoleads.services.leads import CustomerMessage, Opening
from autoleads.services.tenants import TenantInfo

REPEAT = timedelta(seconds=60)


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
        content_hash = _content_hash(new_enquiry)
        repeated_lead_id = _find_repeat(tenant, content_hash)
        if repeated_lead_id is not None:
            return repeated_lead_id
        message = CustomerMessage(text=new_enquiry.message, origin="web", content_hash=content_hash)
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


def _content_hash(new_enquiry: NewEnquiry) -> str:
    content = orjson.dumps(asdict(new_enquiry), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()


def _find_repeat(tenant: TenantInfo, content_hash: str) -> int | None:
    """Return the lead of an equal enquiry within the last minute: somebody clicked twice."""
    # No constraint can tell such repeats apart when they come at once.
    lock_name(content_hash, tenant.id)
    return db.session.scalar(
        select(Message.lead_id)
        .where(
            Message.tenant_id == tenant.id,
            Message.content_hash == content_hash,
            Message.created_at > datetime.now(UTC) - REPEAT,
        )
        .limit(1)
    )


def _get_visible_car(tenant: TenantInfo, slug: str) -> Car:
    car = cars.find_by_slug(tenant, slug)
    if car is None:
        raise invalid("carSlug", "no_such_car")
    return car
