"""Requests with an Idempotency-Key, and their responses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_rls

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotent_requests",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("response", sa.String(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "client", "key", name="pk_idempotent_requests"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_idempotent_requests_tenant_id_tenants",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_idempotent_requests_tenant_id_created_at"),
        "idempotent_requests",
        ["tenant_id", "created_at"],
    )
    op.execute(enable_rls("idempotent_requests"))


def downgrade() -> None:
    op.drop_table("idempotent_requests")
