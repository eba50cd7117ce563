"""What the panel needs: when messages changed, which form sent them, and a user's own settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LANGUAGES = "language IN ('id', 'en')"


def upgrade() -> None:
    op.add_column(
        "messages",
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
    )
    op.add_column("messages", sa.Column("once", sa.String()))
    op.create_index(
        "uq_messages_once",
        "messages",
        ["tenant_id", "once"],
        unique=True,
        postgresql_where=sa.text("once IS NOT NULL"),
    )
    op.create_index("ix_messages_updated", "messages", ["tenant_id", "updated_at"])
    op.create_index("ix_leads_updated", "leads", ["tenant_id", "updated_at"])
    op.add_column("users", sa.Column("language", sa.String()))
    op.create_check_constraint(op.f("ck_users_language"), "users", LANGUAGES)


def downgrade() -> None:
    op.drop_column("users", "language")
    op.drop_index("ix_leads_updated", "leads")
    op.drop_index("ix_messages_updated", "messages")
    op.drop_index("uq_messages_once", "messages")
    op.drop_column("messages", "once")
    op.drop_column("messages", "updated_at")
