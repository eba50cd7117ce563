"""One statement finds or opens a lead: contact, lead, timeline entry and message.

It finds or makes the contact, finds or opens the lead, moves the lead's times, stores the message
and queues what follows from it. Constraints decide every race. The contact's row comes first and
stays locked, so that whatever concerns one customer happens one after another; a transaction that
waited for it sees, through its ON CONFLICT, what the others did.

A worker with an auto-reply locks the contact before it reads the lead: it reads this message too,
or has finished before this statement queues another.
"""

from __future__ import annotations

from autoleads.database.prepared import PreparedStatement

# `key` is the column that the contact is known by. `xmax` is 0 in a row that was inserted, not
# updated.
FIND_OR_OPEN = """
WITH duplicate AS (
    SELECT lead_id FROM messages
    WHERE tenant_id = :tenant_id
      AND ((device_id = :device_id AND inbox_id = :inbox_id AND content_hash = :content_hash)
           OR fingerprint = :fingerprint)
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
        waiting_kind = CASE
            WHEN excluded.waiting_since IS NULL THEN leads.waiting_kind
            WHEN leads.waiting_since IS NOT NULL AND leads.waiting_kind IS DISTINCT FROM 'courtesy'
                THEN 'question'
            WHEN :is_courtesy AND leads.answered_at IS NOT NULL THEN 'courtesy'
            ELSE 'question'
        END,
        last_message_at = greatest(leads.last_message_at, excluded.last_message_at),
        version = leads.version + 1,
        updated_at = now()
    RETURNING id, xmax = 0 AS is_new
), opened AS (
    INSERT INTO lead_events (tenant_id, lead_id, user_id, type, data, created_at)
    SELECT :tenant_id, id, :opened_by, 'opened', :opened, :now
    FROM lead WHERE is_new
), message AS (
    INSERT INTO messages (tenant_id, lead_id, direction, sender, status, origin, edited,
        kind, text, media,
        location, codes, device_id, inbox_id, fingerprint, content_hash, sent_at, created_at)
    SELECT :tenant_id, id, 'in', 'customer', 'received', :origin, EXISTS (
            SELECT FROM messages first
            WHERE first.tenant_id = :tenant_id AND first.lead_id = lead.id
              AND first.device_id = :device_id AND first.inbox_id = :inbox_id
        ), :kind, :text, :media,
        :location, :codes, :device_id, :inbox_id, :fingerprint,
        :content_hash, :sent_at, :now
    FROM lead WHERE :has_message
    ON CONFLICT DO NOTHING
    RETURNING id
), push AS (
    INSERT INTO outbox (tenant_id, lead_id, kind)
    SELECT :tenant_id, lead.id, 'push' FROM lead, message
    WHERE EXISTS (SELECT FROM push_subscriptions WHERE tenant_id = :tenant_id)
    ON CONFLICT (tenant_id, lead_id) WHERE kind = 'push'
        DO UPDATE SET due_at = least(outbox.due_at, now())
), auto_reply AS (
    INSERT INTO outbox (tenant_id, lead_id, device_id, kind, due_at)
    SELECT :tenant_id, lead.id, :device_id, 'auto_reply', CASE
        WHEN EXISTS (
            SELECT FROM messages previous
            WHERE previous.tenant_id = :tenant_id AND previous.lead_id = lead.id
              AND previous.direction = 'in' AND previous.device_id = :device_id
              AND previous.created_at > :now - :debounce
        ) THEN :now + :debounce
        ELSE :now END
    FROM lead, message WHERE :queues_auto_reply
    ON CONFLICT (tenant_id, lead_id) WHERE kind = 'auto_reply'
        DO UPDATE SET due_at = least(outbox.due_at, excluded.due_at)
)
SELECT
    coalesce(duplicate.lead_id, lead.id) AS lead_id,
    contact.id AS contact_id,
    coalesce(lead.is_new, false) AS is_new,
    coalesce(contact.is_new, false) AS contact_is_new,
    coalesce(contact.has_lid, false) AS has_lid,
    :has_message AND message.id IS NULL AS is_duplicate
FROM (SELECT) AS one_row
    LEFT JOIN duplicate ON true
    LEFT JOIN contact ON true
    LEFT JOIN lead ON true
    LEFT JOIN message ON true
"""
TYPES = {
    "tenant_id": "bigint",
    "phone": "text",
    "lid": "text",
    "name": "text",
    "lifts_opt_out": "boolean",
    "source": "text",
    "channel": "text",
    "assigned_to": "bigint",
    "assigned_at": "timestamptz",
    "opened_by": "bigint",
    "opened": "jsonb",
    "waits_since": "timestamptz",
    "is_courtesy": "boolean",
    "queues_auto_reply": "boolean",
    "debounce": "interval",
    "now": "timestamptz",
    "has_message": "boolean",
    "origin": "text",
    "kind": "text",
    "text": "text",
    "media": "jsonb",
    "location": "jsonb",
    "codes": "text[]",
    "device_id": "bigint",
    "inbox_id": "text",
    "fingerprint": "text",
    "content_hash": "text",
    "sent_at": "timestamptz",
}
BY_PHONE = PreparedStatement(FIND_OR_OPEN.format(key="phone"), TYPES)
BY_LID = PreparedStatement(FIND_OR_OPEN.format(key="lid"), TYPES)
