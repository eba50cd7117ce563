"""What leads are found by: the words of their contacts, and who has waited longest.

Below a policy no search within a name or a number drives an index. So each word is a row, and once
more from its end: customers are remembered by the last digits of their numbers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_rls

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Apostrophes are left out; other signs, of ASCII alone, are between words.
WORDS_OF = """
CREATE FUNCTION app.words_of_contact(name text, phone text)
  RETURNS TABLE (reversed boolean, word text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 8 AS $$
  WITH words AS (
      SELECT regexp_split_to_table(
          lower(translate(name, U&'''\\2019\\2018\\02bc`\\00b4', '')),
          '[\\s!-/:-@\\[-`{-~]+') AS word
      UNION SELECT ltrim(phone, '+')
  )
  SELECT false, word FROM words WHERE word <> ''
  UNION ALL SELECT true, reverse(word) FROM words WHERE word <> '' $$;
"""
# The database fills the table, so that no writer forgets it, of the previous release neither.
TRIGGERS = """
CREATE FUNCTION app.index_contact_words() RETURNS trigger LANGUAGE plpgsql
  SET search_path FROM CURRENT AS $$ BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM contact_words WHERE tenant_id = OLD.tenant_id AND contact_id = OLD.id
      AND (reversed, word) IN (SELECT * FROM app.words_of_contact(OLD.name, OLD.phone));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO contact_words (tenant_id, reversed, word, contact_id)
    SELECT NEW.tenant_id, found.reversed, found.word, NEW.id
    FROM app.words_of_contact(NEW.name, NEW.phone) AS found;
  END IF;
  RETURN NULL; END $$;
CREATE TRIGGER words AFTER INSERT OR DELETE ON contacts
  FOR EACH ROW EXECUTE FUNCTION app.index_contact_words();
CREATE TRIGGER words_of_changed AFTER UPDATE OF name, phone ON contacts FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.phone IS DISTINCT FROM NEW.phone)
  EXECUTE FUNCTION app.index_contact_words();
"""
FILL_WORDS = """
INSERT INTO contact_words (tenant_id, reversed, word, contact_id)
SELECT tenant_id, found.reversed, found.word, id
FROM contacts, app.words_of_contact(name, phone) AS found WHERE {condition}
"""
DELETE_WORDS = """
DELETE FROM contact_words WHERE tenant_id = app.tenant_id()
  AND contact_id IN (SELECT id FROM contacts WHERE {condition})
"""
OF_TENANT = "tenant_id = app.tenant_id()"
CHANGED = OF_TENANT + " AND age(contacts.xmin) <= age('{first}'::xid8::xid)"
FIRST_RUNNING = sa.text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")

OLD_FINGERPRINTS = "uq_messages_tenant_id_fingerprint"
# Nothing looks up other items by these columns.
OF_DELIVERIES = {
    "ix_outbox_device": ["tenant_id", "device_id"],
    "ix_outbox_lead": ["tenant_id", "lead_id", "id"],
}
RECENT_FIRST = (sa.text("last_message_at DESC NULLS LAST"), sa.text("id DESC"))


def upgrade() -> None:
    op.create_table(
        "contact_words",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.Column("word", sa.String(collation="C"), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "reversed", "word", "contact_id", name="pk_contact_words"
        ),
    )
    op.execute(enable_rls("contact_words"))
    op.execute(WORDS_OF)
    # Customers go on writing while this fills the table; what they change meanwhile follows once
    # the triggers hold, which is soon done.
    first = op.get_bind().scalar(FIRST_RUNNING)
    for_each_tenant(FILL_WORDS.format(condition=OF_TENANT))
    op.execute(TRIGGERS)
    changed = CHANGED.format(first=first)
    for statement in (DELETE_WORDS, FILL_WORDS):
        for_each_tenant(statement.format(condition=changed))
    # In the order in which a webhook locks the tables.
    op.create_index("ix_leads_waiting", "leads", ["tenant_id", "waiting_since", *RECENT_FIRST])
    is_known = sa.text("fingerprint IS NOT NULL")
    op.create_index(
        "uq_messages_fingerprint",
        "messages",
        ["tenant_id", "fingerprint"],
        unique=True,
        postgresql_where=is_known,
    )
    op.drop_constraint(OLD_FINGERPRINTS, "messages")
    for name, columns in OF_DELIVERIES.items():
        op.drop_index(name, "outbox")
        is_delivery = sa.text("kind = 'delivery'")
        op.create_index(name, "outbox", columns, postgresql_where=is_delivery)
    op.drop_index("ix_imports_tenant_id_created_at", "imports")
    op.create_index("ix_imports_tenant_id_user_id", "imports", ["tenant_id", "user_id"])


def for_each_tenant(statement: str) -> None:
    """Run a statement as each tenant: the owner of the tables sees no rows otherwise."""
    connection = op.get_bind()
    enter = sa.text("SELECT set_config('app.tenant_id', :tenant_id, true)")
    for tenant_id in connection.scalars(sa.text("SELECT id::text FROM tenants ORDER BY id")).all():
        connection.execute(enter, {"tenant_id": tenant_id})
        connection.exec_driver_sql(statement)
    connection.execute(enter, {"tenant_id": ""})


def downgrade() -> None:
    op.drop_index("ix_imports_tenant_id_user_id", "imports")
    op.create_index("ix_imports_tenant_id_created_at", "imports", ["tenant_id", "created_at"])
    for name, columns in OF_DELIVERIES.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns)
    op.create_unique_constraint(OLD_FINGERPRINTS, "messages", ["tenant_id", "fingerprint"])
    op.drop_index("uq_messages_fingerprint", "messages")
    op.drop_index("ix_leads_waiting", "leads")
    for name in ("words_of_changed", "words"):
        op.execute(f"DROP TRIGGER {name} ON contacts")
    op.execute("DROP FUNCTION app.index_contact_words()")
    op.execute("DROP FUNCTION app.words_of_contact(text, text)")
    op.drop_table("contact_words")
