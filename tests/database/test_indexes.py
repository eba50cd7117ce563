"""Each index has a read that needs it: it costs every write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text

from autoleads.dev import postgres
from config import Config
from tests.support.fifty_dealers import fill_fifty, nodes

READS = {
    "ix_cars_brand_key": "cars WHERE {t} AND status = 'available' AND brand_key = 'toyota'",
    "ix_cars_newest": (
        "cars WHERE {t} AND status = 'available' ORDER BY created_at DESC, id DESC LIMIT 20"
    ),
    "ix_cars_price": "cars WHERE {t} AND status = 'available' ORDER BY price, id LIMIT 20",
    "ix_leads_assigned": "leads WHERE {t} AND assigned_to = 1",
    "ix_leads_contact": "leads WHERE {t} AND contact_id = 9 ORDER BY id DESC LIMIT 1",
    "ix_leads_needs_person": (
        "leads WHERE {t} AND needs_person IS NOT NULL ORDER BY waiting_since LIMIT 20"
    ),
    "ix_leads_recent": (
        "leads WHERE {t} ORDER BY last_message_at DESC NULLS LAST, id DESC LIMIT 20"
    ),
    "ix_leads_status_recent": (
        "leads WHERE {t} AND status = 'won' ORDER BY last_message_at DESC NULLS LAST LIMIT 20"
    ),
    "ix_leads_updated": "leads WHERE {t} ORDER BY updated_at DESC LIMIT 1",
    "ix_leads_waiting": (
        "leads WHERE {t} AND (assigned_to = 1 OR assigned_to IS NULL) ORDER BY waiting_since,"
        " last_message_at DESC NULLS LAST, id DESC LIMIT 20"
    ),
    "ix_messages_gateway_id": "messages WHERE {t} AND gateway_id = '1'",
    "ix_messages_lead": "messages WHERE {t} AND lead_id = 9 ORDER BY id DESC LIMIT 1",
    "ix_messages_state_id": "messages WHERE {t} AND state_id = '1'",
    "ix_messages_time": (
        "messages WHERE {t} AND lead_id = 9 ORDER BY"
        " date_trunc('second', timezone('UTC', coalesce(sent_at, created_at))) DESC, id DESC"
        " LIMIT 20"
    ),
    "ix_messages_updated": "messages WHERE {t} ORDER BY updated_at DESC LIMIT 1",
    "pk_car_words": "car_words WHERE {t} AND word BETWEEN 'bri' AND 'briz'",
    "pk_contact_words": (
        "contact_words WHERE {t} AND NOT reversed AND word BETWEEN 'bud' AND 'budz'"
    ),
    "uq_leads_open": "leads WHERE {t} AND contact_id = 9 AND status NOT IN ('won', 'lost')",
    "uq_messages_fingerprint": "messages WHERE {t} AND fingerprint = 'x'",
    "uq_messages_inbox": "messages WHERE {t} AND device_id = 1 AND inbox_id = 'x'",
}
"""Reads of the tables that grow without end; their plans are looked at."""
SMALL = {
    "ix_car_events_code": "the highest number that a code had, for a new car",
    "ix_deleted_files_due_at": "the files that are due, for maintenance",
    "ix_idempotent_requests_tenant_id_created_at": "the requests that expired",
    "ix_outbox_device": "the deliveries of a device that is paused or goes on",
    "ix_outbox_due": "what a worker claims",
    "ix_outbox_lead": "the earlier deliveries of a lead",
    "ix_pending_statuses_tenant_id_created_at": "the statuses that expired",
    "ix_search_requests_tenant_id_created_at": "the demand of some weeks",
}
"""Reads of tables whose rows go away, or are few for a dealer."""
INDEXES = """
    SELECT i.indexrelid::regclass::text FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
    WHERE NOT i.indisunique
"""
OF_FOREIGN_KEYS = """
    SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_constraint k
        ON k.conrelid = i.indrelid AND k.contype = 'f'
        AND (i.indkey::smallint[])[0:array_length(k.conkey, 1) - 1] = k.conkey
    WHERE i.indpred IS NULL AND array_length(k.conkey, 1) > 1
"""
CASCADES_WITHOUT_INDEX = """
    SELECT conname FROM pg_constraint k
    WHERE contype = 'f' AND confdeltype = 'c' AND NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
          AND (i.indkey::smallint[])[0:array_length(k.conkey, 1) - 1] = k.conkey)
"""
LARGE_DEALER = (
    """
    INSERT INTO contacts (tenant_id, phone, name)
    SELECT 7, '+62813' || lpad(n::text, 8, '0'), (ARRAY['Budi', 'Rina', 'Eko'])[n % 3 + 1] || n
    FROM generate_series(1, 4000) n
    """,
    """
    INSERT INTO leads (tenant_id, contact_id, source, status, last_message_at, waiting_since,
                       assigned_to, updated_at)
    SELECT 7, id, 'whatsapp', (ARRAY['won', 'lost', 'lost', 'lost', 'new'])[id % 5 + 1],
           now() - id * interval '1 minute', CASE WHEN id % 9 = 0 THEN now() END,
           (SELECT min(id) FROM users WHERE tenant_id = 7), now() - id * interval '1 minute'
    FROM contacts WHERE tenant_id = 7 AND phone LIKE '+62813%'
    """,
    """
    INSERT INTO messages (tenant_id, lead_id, direction, sender, status, device_id, inbox_id,
                          fingerprint, gateway_id, state_id, updated_at)
    SELECT 7, id, 'in', 'customer', 'received', 7, 'i' || id || n, 'f' || id || n, id, id,
           now() - id * interval '1 minute'
    FROM leads, generate_series(1, 3) n WHERE tenant_id = 7
    """,
    "VACUUM ANALYZE",
)


def names(engine: Engine, query: str) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text(query)))


@pytest.fixture
def connection(
    live_app: Flask, live_config: Config, postgres_server: postgres.Server
) -> Iterator[Connection]:
    """A connection of the serving role for one large dealer among fifty."""
    database = fill_fifty(live_app, live_config, postgres_server)
    for statement in LARGE_DEALER:
        database.query(statement)
    engine = create_engine(live_config.database_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT set_config('app.tenant_id', '7', false)"))
        yield connection
    engine.dispose()


def test_every_index_has_a_read_or_a_foreign_key_that_needs_it(owner_engine: Engine) -> None:
    known = READS.keys() | SMALL.keys() | names(owner_engine, OF_FOREIGN_KEYS)
    others = names(owner_engine, INDEXES)

    assert others - known == set()
    assert SMALL.keys() - others == set()


def test_rows_that_go_with_another_are_found_by_an_index(owner_engine: Engine) -> None:
    assert names(owner_engine, CASCADES_WITHOUT_INDEX) == set()


@pytest.mark.slow
def test_the_reads_use_their_indexes(connection: Connection) -> None:
    used = {}
    for index, read in READS.items():
        query = f"EXPLAIN (FORMAT JSON) SELECT * FROM {read.format(t='tenant_id = 7')}"
        [found] = connection.exec_driver_sql(query).scalar_one()
        used[index] = {node.get("Index Name") for node in nodes(found["Plan"])}

    assert {index: plan for index, plan in used.items() if index not in plan} == {}
