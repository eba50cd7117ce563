"""One statement takes a message in: finds or makes its contact, finds or opens its lead, stores it once, moves the clocks.

Constraints decide every race. The contact's row comes first and stays locked, so that whatever concerns one person
happens one after another; what waited for it sees, through its ON CONFLICT, what the others did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import TextClause, text

from autoleads.extensions import db
from autoleads.gateways.base import InboundMessage
from autoleads.models import Device
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True)
class Stored:
    """Where a message is now."""

    lead_id: int
    contact_id: int | None
    is_new: bool
    """False for a repeat of a message that was there; then nothing else counts."""
    new_contact: bool
    new_lead: bool
    linked: bool
    """Whether the contact's privacy id is known."""
    follows: bool
    """Whether the buyer wrote through this device after `recently`."""


def _statement(key: str) -> TextClause:
    return text(f"""
    WITH twin AS (
        SELECT lead_id FROM messages
        WHERE tenant_id = :tenant_id
          AND ((device_id = :device_id AND inbox_id = :inbox_id) OR fingerprint = :fingerprint)
        LIMIT 1
    ), contact AS (
        INSERT INTO contacts (tenant_id, {key}, name)
        SELECT :tenant_id, :{key}, :name WHERE NOT EXISTS (SELECT FROM twin)
        ON CONFLICT (tenant_id, {key}) DO UPDATE SET
            name = coalesce(contacts.name, excluded.name),
            opted_out_at = CASE WHEN contacts.opted_out_at >= :at THEN contacts.opted_out_at END
        RETURNING id, xmax = 0 AS is_new, lid IS NOT NULL AS linked
    ), lead AS (
        INSERT INTO leads (tenant_id, contact_id, source, channel, waiting_since, last_message_at, created_at)
        SELECT :tenant_id, id, 'whatsapp', :channel, :at, :at, :now FROM contact
        ON CONFLICT (tenant_id, contact_id) WHERE status NOT IN ('won', 'lost') DO UPDATE SET
            channel = coalesce(leads.channel, excluded.channel),
            waiting_since = least(leads.waiting_since, excluded.waiting_since),
            last_message_at = greatest(leads.last_message_at, excluded.last_message_at),
            version = leads.version + 1,
            updated_at = now()
        RETURNING id, xmax = 0 AS is_new
    ), opened AS (
        INSERT INTO lead_events (tenant_id, lead_id, type, data, created_at)
        SELECT :tenant_id, id, 'opened', CAST(:opened AS jsonb), :now FROM lead WHERE is_new
    ), message AS (
        INSERT INTO messages (tenant_id, lead_id, direction, sender, status, kind, text, media, location, codes,
            device_id, inbox_id, fingerprint, content_hash, sent_at, created_at)
        SELECT :tenant_id, id, 'in', 'customer', 'received', :kind, :text, CAST(:media AS jsonb),
            CAST(:location AS jsonb), CAST(:codes AS text[]), :device_id, :inbox_id, :fingerprint, :content_hash,
            :sent_at, :now FROM lead
        ON CONFLICT DO NOTHING
        RETURNING id
    )
    SELECT coalesce(twin.lead_id, lead.id) AS lead_id, contact.id AS contact_id, message.id IS NOT NULL AS is_new,
        coalesce(contact.is_new, false) AS new_contact, coalesce(lead.is_new, false) AS new_lead, coalesce(contact.linked, false) AS linked,
        EXISTS (SELECT FROM messages m WHERE m.tenant_id = :tenant_id AND m.lead_id = lead.id AND m.direction = 'in'
                AND m.device_id = :device_id AND m.created_at > :recently) AS follows
    FROM (SELECT) AS once LEFT JOIN twin ON true LEFT JOIN contact ON true LEFT JOIN lead ON true
        LEFT JOIN message ON true
    """)  # noqa: S608


BY_PHONE, BY_LID = _statement("phone"), _statement("lid")


def insert_inbound(
    tenant: TenantInfo,
    device: Device,
    inbound: InboundMessage,
    *,
    fingerprint: str | None,
    codes: list[str],
    channel: str | None,
    at: datetime,
    now: datetime,
    recently: datetime,
) -> Stored:
    """Take a message in, written at the moment `at`; a repeat of one that is there, by id or fingerprint, adds nothing.

    A buyer who had opted out before it is in again.
    """
    row = db.session.execute(
        BY_PHONE if inbound.phone else BY_LID,
        {
            "tenant_id": tenant.id,
            "device_id": device.id,
            "phone": inbound.phone,
            "lid": inbound.lid,
            "name": inbound.name,
            "channel": channel,
            "opened": _json({"source": "whatsapp", "channel": channel}),
            "kind": inbound.kind,
            "text": inbound.text,
            "media": _json(inbound.media),
            "location": _json(inbound.location),
            "codes": codes,
            "inbox_id": inbound.gateway_id,
            "fingerprint": fingerprint,
            "content_hash": inbound.content_hash,
            "sent_at": inbound.sent_at,
            "at": at,
            "now": now,
            "recently": recently,
        },
    ).one()
    return Stored(**row._mapping)


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
