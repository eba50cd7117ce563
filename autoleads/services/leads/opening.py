"""Leads found or opened: by a customer who writes, on WhatsApp or the web, or by the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, User
from autoleads.models.lead import CLOSED, LeadSource
from autoleads.models.message import Origin
from autoleads.services import cars
from autoleads.services.leads import contacts, turns
from autoleads.services.leads.lead_cars import insert_lead_cars
from autoleads.services.leads.opening_sql import BY_LID, BY_PHONE
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import CarCode, find_codes

DEBOUNCE = timedelta(seconds=20)
"""Messages that follow one another this quickly get one auto-reply together."""


@dataclass(frozen=True, kw_only=True)
class CustomerMessage:
    """A message of a customer; `models.Message` describes the columns."""

    text: str
    context: str = ""
    """What it refers to; read for the code of a car, not stored."""
    origin: Origin = "whatsapp"
    kind: str = "text"
    media: dict[str, Any] | None = None
    location: dict[str, Any] | None = None
    device_id: int | None = None
    inbox_id: str | None = None
    fingerprint: str | None = None
    content_hash: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A customer to find or open a lead for; `phone` or `lid` is known."""

    source: LeadSource
    phone: str | None
    """E.164."""
    lid: str | None = None
    """WhatsApp's privacy id."""
    name: str | None = None
    """Given to a contact without a name; a known one stays."""
    channel: str | None = None
    """The place where the customer saw the car; default: the channel of the message's codes."""
    cars: Sequence[Car] = ()
    """Cars that the lead asks about, beside those whose codes are in the message."""
    message: CustomerMessage | None = None
    waits_since: datetime | None = None
    """The time at which the customer wrote; None if the customer does not wait for a reply."""
    is_courtesy: bool = False
    """True for thanks or a lone emoji, which hardly wait for a reply."""
    queues_auto_reply: bool = False
    """True if the message gets an auto-reply: at once, or after `DEBOUNCE` with others."""
    lifts_opt_out: bool = False
    """True if this revokes an older opt-out, which only a message from the phone itself may."""
    assigned_to: int | None = None
    """The user who gets a new lead; None assigns it automatically."""
    opened_by: User | None = None
    """The user who enters the lead; None where the customer opened it."""


@dataclass(frozen=True)
class OpenLead:
    """The open lead of a customer, and what storing their message did."""

    lead_id: int
    contact_id: int | None
    is_new: bool
    contact_is_new: bool
    has_lid: bool
    """True if the contact's privacy id is known."""
    is_duplicate: bool
    """True if the message had been stored before; then nothing was changed."""


def find_or_open(tenant: TenantInfo, opening: Opening) -> OpenLead:
    """Find or open the lead of a customer and store their message in it.

    The contact stays locked until the end of the transaction. A message that was stored before, by
    its `inbox_id` and content or by its `fingerprint`, changes nothing.
    """
    now = datetime.now(UTC)
    codes = _find_codes(tenant, opening.message) if opening.message else []
    contacts.merge_identities(tenant, opening.phone, opening.lid)
    lead = _store(tenant, opening, codes, now)
    if lead.is_duplicate:
        return lead
    if not lead.has_lid and contacts.merge_identities(tenant, opening.phone, opening.lid):
        lead = replace(lead, lead_id=_open_lead_id(tenant, opening))
    if lead.is_new and opening.assigned_to is None:
        known_contact_id = None if lead.contact_is_new else lead.contact_id
        turns.auto_assign(tenant, lead.lead_id, known_contact_id)
    named = cars.find_by_codes(tenant, [code.code for code in codes])
    asked = list(opening.cars)
    asked.extend(named.values())
    insert_lead_cars(tenant, lead.lead_id, asked, opening.waits_since or now)
    return lead


def _find_codes(tenant: TenantInfo, message: CustomerMessage) -> list[CarCode]:
    """Return the codes in a message, else the one that the thing it refers to has."""
    codes = cars.codes_in(tenant, message.text)
    if codes:
        return codes
    # An answer to our list of several cars is about none of them in particular.
    referred = find_codes(message.context)
    return referred if len(referred) == 1 else []


def _open_lead_id(tenant: TenantInfo, opening: Opening) -> int:
    is_customer = Lead.contact.has(Contact.phone == opening.phone)
    query = select(Lead.id).where(
        Lead.tenant_id == tenant.id, is_customer, Lead.status.not_in(CLOSED)
    )
    return db.session.execute(query).scalar_one()


def _store(
    tenant: TenantInfo, opening: Opening, codes: Sequence[CarCode], now: datetime
) -> OpenLead:
    statement = BY_PHONE if opening.phone else BY_LID
    parameters = _lead_parameters(tenant, opening, codes, now)
    parameters |= _message_parameters(opening.message, codes)
    row = statement.execute(parameters).one()
    return OpenLead(**row._mapping)


def _lead_parameters(
    tenant: TenantInfo, opening: Opening, codes: Sequence[CarCode], now: datetime
) -> dict[str, Any]:
    channel = opening.channel or _channel_of(codes)
    opened = {
        "source": opening.source,
        "channel": channel,
        "assignedTo": opening.assigned_to,
    }
    return {
        "tenant_id": tenant.id,
        "phone": opening.phone,
        "lid": opening.lid,
        "name": opening.name,
        "lifts_opt_out": opening.lifts_opt_out,
        "source": opening.source,
        "channel": channel,
        "assigned_to": opening.assigned_to,
        "assigned_at": now if opening.assigned_to else None,
        "opened_by": opening.opened_by.id if opening.opened_by else None,
        "opened": _json(opened),
        "waits_since": opening.waits_since,
        "is_courtesy": opening.is_courtesy,
        "queues_auto_reply": opening.queues_auto_reply,
        "debounce": DEBOUNCE,
        "now": now,
    }


def _message_parameters(
    message: CustomerMessage | None, codes: Sequence[CarCode]
) -> dict[str, Any]:
    stored = message or CustomerMessage(text="")
    return {
        "has_message": message is not None,
        "origin": stored.origin,
        "kind": stored.kind,
        "text": stored.text,
        "media": _json(stored.media),
        "location": _json(stored.location),
        "codes": [code.code for code in codes],
        "device_id": stored.device_id,
        "inbox_id": stored.inbox_id,
        "fingerprint": stored.fingerprint,
        "content_hash": stored.content_hash,
        "sent_at": stored.sent_at,
    }


def _channel_of(codes: Sequence[CarCode]) -> str | None:
    """Return the channel of the first code that has one."""
    return next((code.channel for code in codes if code.channel), None)


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
