"""Primary keys that begin with the tenant, policies without a sub-select, plainer names.

`PRIMARY KEY (tenant_id, id)` takes the place of `PRIMARY KEY (id)` beside `UNIQUE (tenant_id, id)`:
one index less a table, and tables can be partitioned by tenant. The foreign keys that rest on the
unique constraints are dropped and made again as they were.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.rls import OF_TENANT, alter_policy

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUB_SELECT = "tenant_id = (SELECT app.tenant_id())"

# The tables whose primary key becomes (tenant_id, id); True: it had a unique constraint of that.
KEYED = {
    "users": True,
    "sessions": True,
    "devices": True,
    "cars": True,
    "car_slugs": False,
    "car_events": False,
    "car_photos": True,
    "contacts": True,
    "leads": True,
    "lead_events": False,
    "messages": True,
    "pending_statuses": False,
    "search_requests": True,
}
GUARDED = (*(table for table in KEYED if table != "devices"), "lead_cars")
RENAMED = {"early_statuses": "pending_statuses", "wishes": "search_requests"}

FOREIGN_KEYS = text("""
    SELECT conrelid::regclass::text AS table, conname AS name,
           pg_get_constraintdef(oid) AS definition
    FROM pg_constraint
    WHERE contype = 'f' AND cardinality(conkey) = 2 AND connamespace = 'public'::regnamespace
    ORDER BY 1, 2
""")
NAMES = text("""
    SELECT 'CONSTRAINT' AS kind, conname AS name FROM pg_constraint
    WHERE conrelid = to_regclass(:table) AND conname LIKE '%' || :word || '%' AND contype <> 'n'
    UNION ALL
    SELECT 'INDEX', c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = to_regclass(:table) AND c.relname LIKE 'ix\\_%'
""")


def upgrade() -> None:
    for old, new in RENAMED.items():
        rename_table(old, new)
    foreign_keys = drop_foreign_keys()
    for table, had_unique in KEYED.items():
        op.drop_constraint(f"pk_{table}", table)
        if had_unique:
            op.drop_constraint(f"uq_{table}_tenant_id_id", table)
        op.create_primary_key(f"pk_{table}", table, ["tenant_id", "id"])
    create_foreign_keys(foreign_keys)
    op.drop_index("ix_devices_tenant_id", "devices")
    for table in GUARDED:
        op.execute(alter_policy(table, OF_TENANT))
    rename_outbox_kinds()


def downgrade() -> None:
    restore_outbox_kinds()
    for table in GUARDED:
        op.execute(alter_policy(table, SUB_SELECT))
    op.create_index("ix_devices_tenant_id", "devices", ["tenant_id"])
    foreign_keys = drop_foreign_keys()
    for table, had_unique in KEYED.items():
        op.drop_constraint(f"pk_{table}", table)
        op.create_primary_key(f"pk_{table}", table, ["id"])
        if had_unique:
            op.create_unique_constraint(f"uq_{table}_tenant_id_id", table, ["tenant_id", "id"])
    create_foreign_keys(foreign_keys)
    for old, new in RENAMED.items():
        rename_table(new, old)


def rename_table(old: str, new: str) -> None:
    """Rename a table with its constraints, indexes and identity sequence."""
    op.rename_table(old, new)
    op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
    for kind, name in op.get_bind().execute(NAMES, {"table": new, "word": old}).all():
        renamed = name.replace(old, new)
        if kind == "CONSTRAINT":
            op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT {name} TO {renamed}")
        else:
            op.execute(f"ALTER INDEX {name} RENAME TO {renamed}")


def drop_foreign_keys() -> list[tuple[str, str, str]]:
    """Drop the foreign keys of two columns; return table, name and definition of each."""
    found = op.get_bind().execute(FOREIGN_KEYS).all()
    for table, name, _ in found:
        op.drop_constraint(name, table)
    return [(table, name, definition) for table, name, definition in found]


def create_foreign_keys(foreign_keys: list[tuple[str, str, str]]) -> None:
    for table, name, definition in foreign_keys:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def rename_outbox_kinds() -> None:
    op.drop_index("uq_outbox_answer", "outbox")
    op.drop_index("uq_outbox_message", "outbox")
    op.drop_constraint("ck_outbox_what", "outbox")
    op.alter_column("outbox", "what", new_column_name="kind")
    op.execute("UPDATE outbox SET kind = 'auto_reply' WHERE kind = 'answer'")
    op.execute("UPDATE outbox SET kind = 'delivery' WHERE kind = 'deliver'")
    op.create_check_constraint(
        op.f("ck_outbox_kind"), "outbox", "kind IN ('auto_reply', 'delivery')"
    )
    op.create_index(
        "uq_outbox_auto_reply",
        "outbox",
        ["tenant_id", "lead_id"],
        unique=True,
        postgresql_where=text("kind = 'auto_reply'"),
    )
    op.create_index(
        "uq_outbox_message",
        "outbox",
        ["tenant_id", "message_id"],
        unique=True,
        postgresql_where=text("kind = 'delivery'"),
    )


def restore_outbox_kinds() -> None:
    op.drop_index("uq_outbox_auto_reply", "outbox")
    op.drop_index("uq_outbox_message", "outbox")
    op.drop_constraint("ck_outbox_kind", "outbox")
    op.alter_column("outbox", "kind", new_column_name="what")
    op.execute("UPDATE outbox SET what = 'answer' WHERE what = 'auto_reply'")
    op.execute("UPDATE outbox SET what = 'deliver' WHERE what = 'delivery'")
    op.create_check_constraint(op.f("ck_outbox_what"), "outbox", "what IN ('answer', 'deliver')")
    op.create_index(
        "uq_outbox_answer",
        "outbox",
        ["tenant_id", "lead_id"],
        unique=True,
        postgresql_where=text("what = 'answer'"),
    )
    op.create_index(
        "uq_outbox_message",
        "outbox",
        ["message_id"],
        unique=True,
        postgresql_where=text("what = 'deliver'"),
    )
