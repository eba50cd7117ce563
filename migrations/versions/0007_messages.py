"""Messages know where they came from, that they are edits, and which wait they ended.

A gateway's id alone proves nothing: the same id with other content is another message.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ORIGINS = "origin IN ('whatsapp', 'web', 'panel', 'api', 'phone')"
KINDS = "waiting_kind IN ('question', 'courtesy')"
TIME = "date_trunc('second', timezone('UTC', coalesce(sent_at, created_at)))"
OLD_INBOX_IDS = "uq_messages_tenant_id_device_id_inbox_id"


def upgrade() -> None:
    op.add_column(
        "messages", sa.Column("origin", sa.String(), server_default="whatsapp", nullable=False)
    )
    op.create_check_constraint(op.f("ck_messages_origin"), "messages", ORIGINS)
    op.add_column(
        "messages", sa.Column("edited", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("messages", sa.Column("waited_since", sa.DateTime(timezone=True)))
    op.add_column("leads", sa.Column("waiting_kind", sa.String()))
    op.create_check_constraint(op.f("ck_leads_waiting_kind"), "leads", KINDS)
    op.drop_constraint(OLD_INBOX_IDS, "messages")
    op.create_index(
        "uq_messages_inbox",
        "messages",
        ["tenant_id", "device_id", "inbox_id", "content_hash"],
        unique=True,
        postgresql_where=sa.text("inbox_id IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_time",
        "messages",
        ["tenant_id", "lead_id", sa.text(TIME), "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_messages_time", "messages")
    op.drop_index("uq_messages_inbox", "messages")
    drop_repeated_inbox_ids()
    op.create_unique_constraint(OLD_INBOX_IDS, "messages", ["tenant_id", "device_id", "inbox_id"])
    op.drop_column("leads", "waiting_kind")
    for column in ("waited_since", "edited", "origin"):
        op.drop_column("messages", column)


def drop_repeated_inbox_ids() -> None:
    """Clear the gateway's id of messages that share it with an older one."""
    # The owner of the table sees no rows while row-level security is forced.
    op.execute("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY")
    op.execute("""
        UPDATE messages SET inbox_id = NULL
        FROM messages older
        WHERE older.tenant_id = messages.tenant_id AND older.device_id = messages.device_id
          AND older.inbox_id = messages.inbox_id AND older.id < messages.id
    """)
    op.execute("ALTER TABLE messages FORCE ROW LEVEL SECURITY")
