"""Leads found or opened: by a customer who writes, on WhatsApp or the web, or by the team.

One statement does it all: it finds or makes the contact, finds or opens the lead, moves the lead's
clocks and stores the message. Constraints decide every race. The contact's row comes first and
stays locked, so that whatever concerns one customer happens one after another; a transaction that
waited for it sees, through its ON CONFLICT, what the others did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import TextClause, text

from autoleads.extensions import db
from autoleads.models import Car, User
from autoleads.models.lead import LeadSource
from autoleads.services import cars
from autoleads.services.leads import contacts, turns
from autoleads.services.leads.lead_cars import insert_lead_cars
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import CarCode, find_codes


@dataclass(frozen=True, kw_only=True)
class CustomerMessage:
    """A message of a customer; `models.Message` describes the columns."""

    text: str
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
    previous_message_at: datetime | None
    """The time of the customer's message before this one through the same device."""


def find_or_open(tenant: TenantInfo, opening: Opening) -> OpenLead:
    """Find or open the lead of a customer and store their message in it.

    The contact stays locked until the end of the transaction. A message that was stored before, by
    its `inbox_id` or its `fingerprint`, changes nothing.
    """
    now = datetime.now(UTC)
    codes = find_codes(opening.message.text) if opening.message else []
    contacts.merge_identities(tenant, opening.phone, opening.lid)
    parameters = _parameters(tenant, opening, codes, now)
    statement = BY_PHONE if opening.phone else BY_LID
    lead = OpenLead(**db.session.execute(statement, parameters).one()._mapping)
    if lead.is_duplicate:
        return lead
    if not lead.has_lid:
        contacts.merge_identities(tenant, opening.phone, opening.lid)
    if lead.is_new and opening.assigned_to is None:
        turns.auto_assign(tenant, lead.lead_id, None if lead.contact_is_new else lead.contact_id)
    named = cars.find_by_codes(tenant, [code.code for code in codes])
    asked = [*opening.cars, *named.values()]
    insert_lead_cars(tenant, lead.lead_id, asked, opening.waits_since or now)
    return lead


def _statement(key: str) -> TextClause:
    """Return the statement for contacts known by `key`, a unique column of theirs."""
    return text(f"""
    WITH duplicate AS (
        SELECT lead_id FROM messages
        WHERE tenant_id = :tenant_id
          AND ((device_id = :device_id AND inbox_id = :inbox_id) OR fingerprint = :fingerprint)
        LIMIT 1
    ), contact AS (
        INSERT INTO contacts (tenant_id, {key}, name)
        SELECT :tenant_id, :{key}, :name WHERE NOT EXISTS (SELECT FROM duplicate)
        ON CONFLICT (tenant_id, {key}) DO UPDATE SET
            name = coalesce(contacts.name, excluded.name),
            opted_out_at = CASE
                WHEN :lifts_opt_out AND contacts.opted_out_at < :waits_since THEN NULL
                ELSE contacts.opted_out_at
            END
        RETURNING id, xmax = 0 AS is_new, lid IS NOT NULL AS has_lid
    ), lead AS (
        INSERT INTO leads (tenant_id, contact_id, source, channel, assigned_to, assigned_at,
            waiting_since, last_message_at, created_at)
        SELECT :tenant_id, id, :source, :channel, :assigned_to, :assigned_at,
            :waits_since, :waits_since, :now
        FROM contact
        ON CONFLICT (tenant_id, contact_id) WHERE status NOT IN ('won', 'lost') DO UPDATE SET
            channel = coalesce(leads.channel, excluded.channel),
            waiting_since = least(leads.waiting_since, excluded.waiting_since),
            last_message_at = greatest(leads.last_message_at, excluded.last_message_at),
            version = leads.version + 1,
            updated_at = now()
        RETURNING id, xmax = 0 AS is_new
    ), opened AS (
        INSERT INTO lead_events (tenant_id, lead_id, user_id, type, data, created_at)
        SELECT :tenant_id, id, :opened_by, 'opened', CAST(:opened AS jsonb), :now
        FROM lead WHERE is_new
    ), message AS (
        INSERT INTO messages (tenant_id, lead_id, direction, sender, status, kind, text, media,
            location, codes, device_id, inbox_id, fingerprint, content_hash, sent_at, created_at)
        SELECT :tenant_id, id, 'in', 'customer', 'received', :kind, :text, CAST(:media AS jsonb),
            CAST(:location AS jsonb), CAST(:codes AS text[]), :device_id, :inbox_id, :fingerprint,
            :content_hash, :sent_at, :now
        FROM lead WHERE :has_message
        ON CONFLICT DO NOTHING
        RETURNING id
    )
    SELECT
        coalesce(duplicate.lead_id, lead.id) AS lead_id,
        contact.id AS contact_id,
        coalesce(lead.is_new, false) AS is_new,
        coalesce(contact.is_new, false) AS contact_is_new,
        coalesce(contact.has_lid, false) AS has_lid,
        :has_message AND message.id IS NULL AS is_duplicate,
        (
            SELECT previous.created_at FROM messages previous
            WHERE previous.tenant_id = :tenant_id AND previous.lead_id = lead.id
              AND previous.direction = 'in' AND previous.device_id = :device_id
            ORDER BY previous.id DESC LIMIT 1
        ) AS previous_message_at
    FROM (SELECT) AS one_row
        LEFT JOIN duplicate ON true
        LEFT JOIN contact ON true
        LEFT JOIN lead ON true
        LEFT JOIN message ON true
    """)  # noqa: S608


BY_PHONE = _statement("phone")
BY_LID = _statement("lid")


def _parameters(
    tenant: TenantInfo, opening: Opening, codes: Sequence[CarCode], now: datetime
) -> dict[str, Any]:
    """Return what the statement needs to know; without a message its columns are null."""
    message = opening.message or CustomerMessage(text="")
    channel = opening.channel or channel_of(codes)
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
        "now": now,
        "has_message": opening.message is not None,
        "kind": message.kind,
        "text": message.text,
        "media": _json(message.media),
        "location": _json(message.location),
        "codes": [code.code for code in codes],
        "device_id": message.device_id,
        "inbox_id": message.inbox_id,
        "fingerprint": message.fingerprint,
        "content_hash": message.content_hash,
        "sent_at": message.sent_at,
    }


def channel_of(codes: Sequence[CarCode]) -> str | None:
    """Return the channel of the first code that has one."""
    return next((code.channel for code in codes if code.channel), None)


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
