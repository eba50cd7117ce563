"""Domains are claimed, and served once they are proved; those of before stay verified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "domain_claims",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="pending", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_domain_claims"),
        sa.ForeignKeyConstraint(
            ["id"],
            ["tenants.id"],
            name="fk_domain_claims_id_tenants",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'verified', 'failed')", name=op.f("ck_domain_claims_status")
        ),
    )
    op.execute("""
        INSERT INTO domain_claims (id, domain, record, status)
        SELECT id, domain, 'autoleads=' || replace(gen_random_uuid()::text, '-', ''), 'verified'
        FROM tenants WHERE domain IS NOT NULL
    """)


def downgrade() -> None:
    op.drop_table("domain_claims")
