"""Files that are to be deleted from the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deleted_files",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_deleted_files"),
    )
    op.create_index("ix_deleted_files_due_at", "deleted_files", ["due_at"])


def downgrade() -> None:
    op.drop_table("deleted_files")
