"""The reason for which a lead needs a person at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REASONS = (
    "needs_person IN ('complaint', 'after_sale', 'person', 'payment', 'broker', 'job', 'vendor',"
    " 'insult', 'privacy')"
)


def upgrade() -> None:
    op.add_column("leads", sa.Column("needs_person", sa.String()))
    op.create_check_constraint(op.f("ck_leads_needs_person"), "leads", REASONS)
    op.create_index(
        "ix_leads_needs_person",
        "leads",
        ["tenant_id", "waiting_since"],
        postgresql_where=sa.text("needs_person IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_column("leads", "needs_person")
