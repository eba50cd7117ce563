"""Customers go on writing while the words of contacts are stored for the first time."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Engine, text

from tests.support.factories import make_dealer, make_lead

pytestmark = pytest.mark.slow

WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'contacts'::regclass"
ENTER = text("SELECT set_config('app.tenant_id', :tenant_id, true)")
NEW = text(
    "INSERT INTO contacts (tenant_id, phone, name) VALUES (:tenant_id, '+6281300001', 'Eka')"
)
WORDS = text("""
    SELECT array_agg(w.word ORDER BY w.word) FROM contact_words w
    JOIN contacts c ON c.tenant_id = w.tenant_id AND c.id = w.contact_id
    WHERE NOT w.reversed AND c.tenant_id = :tenant_id
""")


def wait_for_lock(connection: Connection) -> None:
    deadline = time.monotonic() + 3
    while not connection.scalar(text(WAITS)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_changes_while_words_are_stored_has_its_words(
    live_app: Flask, owner_engine: Engine
) -> None:
    dealer = make_dealer(live_app, "dealer-a")
    make_lead(dealer, name="Budi Santoso", phone="+6281200001")
    make_lead(dealer, name="Rina", phone="+6281200002")
    own = {"tenant_id": str(dealer.tenant.id)}
    with live_app.app_context():
        downgrade(revision="0017")

    def migrate() -> None:
        with live_app.app_context():
            upgrade()

    with owner_engine.connect() as writer, owner_engine.connect() as observer:
        writer.execute(ENTER, own)
        writer.execute(NEW, own | {"phone": "+6281300001"})
        writer.execute(text("UPDATE contacts SET name = 'Sari' WHERE name = 'Rina'"))
        migration = threading.Thread(target=migrate)
        migration.start()
        wait_for_lock(observer)
        writer.commit()
        migration.join(20)
        writer.execute(ENTER, own)
        stored = writer.scalar(WORDS, own)

    expected = ["6281200001", "6281200002", "6281300001", "budi", "eka", "santoso", "sari"]
    assert stored == expected
